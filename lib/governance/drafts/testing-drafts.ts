import type { World } from "@/lib/promotions/testing";
import { proposePolicy } from "../commands/propose-policy";
import { publishPolicy } from "../commands/publish-policy";
import { savePolicyDraft } from "../commands/save-policy-draft";
import { startPolicyDraft } from "../commands/start-policy-draft";
import { policyToYaml } from "../editor/policy-yaml";
import type { Policy } from "../policy";
import { findDraft } from "./load-draft";

/** A draft of this policy by Rosa, saved and, unless told otherwise, proposed. */
export async function draftOf(world: World, policy: Policy, { propose = true } = {}): Promise<number> {
  const rosa = world.as("rosa");
  const { number } = await startPolicyDraft(rosa, { from: "source", source: policyToYaml(policy) });
  if (propose) await proposePolicy(rosa, { number, lockVersion: 0, reason: "Agreed with the business." });
  return number;
}

/** The digest that the page of a proposal shows. */
export const shownDigest = async (world: World, number: number): Promise<string> =>
  (await findDraft(world.as("vera"), number)).subjectDigest ?? "";

/** Publishes a policy by two people: Rosa writes it, Ines approves. */
export async function publishByTwo(world: World, policy: Policy) {
  const number = await draftOf(world, policy);
  const subjectDigest = await shownDigest(world, number);
  return publishPolicy(world.as("ines"), { number, subjectDigest, comment: "" });
}

/** Saves a text over what a draft holds now. */
export async function saveOver(world: World, number: number, source: string, who: "rosa" | "ines" | "rafi" = "rosa") {
  const { lockVersion } = await findDraft(world.as("vera"), number);
  return savePolicyDraft(world.as(who), { number, lockVersion, source });
}
