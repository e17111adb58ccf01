import { requestPromotion } from "./commands/request-promotion";
import { findPromotion } from "./load-promotion";
import { defaultPlan } from "./rollout-plan";
import type { RequestPromotionInput } from "./schemas";
import type { CastName, World } from "./testing";

/** What Maya asks for in tests: the candidate, to production. */
export const requestInput = (world: World, change: Partial<RequestPromotionInput> = {}): RequestPromotionInput => ({
  versionId: world.candidate,
  targetId: world.targetId,
  reason: "Better recall for everyone, as validation asked.",
  rolloutPlan: defaultPlan("medium", world.ids.otto.userId),
  rollbackPlan: {
    summary: "Serve the former version from the registry.",
    ownerUserId: world.ids.otto.userId,
    minutes: 10,
  },
  ...change,
});

export const request = (world: World, change: Partial<RequestPromotionInput> = {}, who: CastName = "maya") =>
  requestPromotion(world.as(who), requestInput(world, change));

/** The promotion as stored, with the digest that a page would show now. */
export async function shown(world: World, number: number) {
  const found = await findPromotion(world.as("vera"), number);
  if (!found) throw new Error(`P-${number} is not there`);
  return { ...found.promotion, subjectDigest: found.promotion.subjectDigest ?? "" };
}
