import { expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { publishByTwo } from "@/lib/governance/drafts/testing-drafts";
import { policyPresets } from "@/lib/governance/presets";
import { buildWorld } from "../testing";
import { request, shown } from "../testing-requests";
import { evaluatePromotion } from "./evaluate-promotion";
import { expirePromotion, tendPromotions } from "./expire-promotions";
import { withdrawPromotion } from "./withdraw-promotion";

const { db } = await testDb();

/** A request whose policy was bound elsewhere after it was made: nothing decides on it any more. */
async function uncovered() {
  const world = await buildWorld(db);
  const { number } = await request(world);
  world.moveClock(1);
  await publishByTwo(world, { ...policyPresets.medium, environments: ["lab"] });
  await expect(evaluatePromotion(world.system(), { number })).rejects.toThrow(/No policy applies/);
  return { world, number };
}

it("a promotion that no policy covers any more can still be withdrawn", async () => {
  const { world, number } = await uncovered();
  await withdrawPromotion(world.as("maya"), { number, reason: "Nothing decides on it here any more." });
  expect((await shown(world, number)).state).toBe("withdrawn");
});

it("a promotion that no policy covers any more still expires, and holds up no other", async () => {
  const { world, number } = await uncovered();
  const { id } = await shown(world, number);
  expect(await expirePromotion(world.system(), id)).toBe(false);
  world.moveClock(60 * 24 * 60);
  expect(await expirePromotion(world.system(), id)).toBe(true);
  expect((await shown(world, number)).state).toBe("expired");
  await tendPromotions(db, new AbortController().signal);
});
