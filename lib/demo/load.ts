import type { Db } from "@/db/client";
import { playCards } from "./cards";
import { setStage } from "./cast";
import { DemoClock } from "./clock";
import { playEligibility, playOutreach, playPrecheck, playRejection } from "./history";
import { logStackingRuns } from "./logged-runs";
import { playAccessReview, playEmergency } from "./people";
import { playPolicyChange, playPolicyProposal } from "./policies";
import { bringInRuns } from "./runs";
import { tellOfHistory } from "./tell";

export const demoProject = { name: "public-services", title: "Public services" };

export type DemoOptions = { onProgress?: (text: string) => void; now?: Date };

/**
 * Plays the demo's history into an empty database, all of it through the commands on a clock of its own: real runs, three
 * models, approvals, a waiver, a rejection, a rollback, an emergency, a policy that two people changed and one that waits, a
 * promotion that waits and a rollout under way. Ends just before `now`.
 */
export async function loadDemo(db: Db, { onProgress = () => {}, now = new Date() }: DemoOptions = {}): Promise<void> {
  const clock = new DemoClock(now, 26);
  onProgress("people and policies");
  const stage = await setStage(db, clock, demoProject);
  onProgress("75 real runs");
  const runs = await bringInRuns(stage);
  const daysAgo = (days: number) => clock.until(new Date(now.getTime() - days * 86_400_000));
  onProgress("approvals and rollouts");
  daysAgo(25);
  await playEligibility(stage, runs);
  daysAgo(18);
  await playAccessReview(stage);
  daysAgo(16);
  const precheck = await playPrecheck(stage, runs);
  daysAgo(9);
  await playRejection(stage, runs);
  daysAgo(7);
  await playCards(stage);
  daysAgo(5);
  await precheck.finish();
  await logStackingRuns(stage);
  await playPolicyChange(stage);
  clock.forward({ hours: 2 });
  await playPolicyProposal(stage);
  daysAgo(1);
  await playOutreach(stage, runs);
  await playEmergency(stage);
  await tellOfHistory(stage, now);
  if (clock.now() > now)
    throw new Error(`The demo's story ends at ${clock.now().toISOString()}, after ${now.toISOString()}.`);
}
