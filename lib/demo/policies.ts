import type { UserContext } from "@/lib/context";
import { proposePolicy } from "@/lib/governance/commands/propose-policy";
import { publishPolicy } from "@/lib/governance/commands/publish-policy";
import { savePolicyDraft } from "@/lib/governance/commands/save-policy-draft";
import { startPolicyDraft } from "@/lib/governance/commands/start-policy-draft";
import { addGate, setField } from "@/lib/governance/editor/edit-yaml";
import { policyToYaml } from "@/lib/governance/editor/policy-yaml";
import { policyPresets } from "@/lib/governance/presets";
import { backtest } from "@/lib/promotions/backtest/backtest";
import type { Stage } from "./cast";

/** A draft by Tomás, with what the form would have written; answers its number and the digest to decide on. */
async function propose(stage: Stage, policy: string, source: string, reason: string) {
  const tomas = stage.as("tomas");
  const { number } = await startPolicyDraft(tomas, { from: "policy", policy });
  stage.clock.forward({ minutes: 40 });
  const { lockVersion } = await savePolicyDraft(tomas, { number, lockVersion: 0, source });
  stage.clock.forward({ minutes: 5 });
  await tryOnThePast(tomas, number);
  stage.clock.forward({ minutes: 10 });
  return proposePolicy(tomas, { number, lockVersion, reason });
}

/** The back-test, as the page runs it: what it finds is kept with the draft. */
async function tryOnThePast(ctx: UserContext, number: number) {
  for await (const line of backtest(ctx, number, "newest")) if (line.kind === "end") return;
}

/** The low-risk policy gets a calibration gate: written by one person, published by another. */
export async function playPolicyChange(stage: Stage): Promise<void> {
  const { gates } = policyPresets.low;
  const at = ["gates", gates.length] as const;
  let source = addGate(policyToYaml(policyPresets.low), "calibration");
  source = setField(source, [...at, "title"], "Calibration error (ECE)");
  source = setField(source, [...at, "maximum"], 0.03);
  source = setField(source, [...at, "minimumSamples"], 1000);
  source = setField(
    source,
    [...at, "rationale"],
    "Letters are budgeted by score; at 0.03 the budget was off by a tenth in last year's campaign.",
  );
  const { number, subjectDigest } = await propose(
    stage,
    "Low risk",
    source,
    "Outreach budgets by score, so a low-risk model has to be calibrated as well.",
  );
  stage.clock.forward({ hours: 16 });
  await publishPolicy(stage.as("ines"), {
    number,
    subjectDigest,
    comment: "Back-tested: nothing that was approved would have been held up.",
  });
}

/** After the rollback a reviewer proposes a tighter latency limit for medium risk; it waits for the risk officer. */
export async function playPolicyProposal(stage: Stage): Promise<void> {
  const { medium } = policyPresets;
  const latency = ["gates", medium.gates.findIndex((gate) => gate.kind === "latency")] as const;
  const brier = ["gates", medium.gates.findIndex((gate) => gate.id === "brier")] as const;
  let source = setField(policyToYaml(medium), [...latency, "maximumMs"], 8);
  source = setField(
    source,
    [...latency, "rationale"],
    "Measured on the evaluation machine; what was rolled back from the precheck had 8.7 there, what serves has 6.3.",
  );
  source = setField(source, [...brier, "severity"], "warn");
  await propose(
    stage,
    "Medium risk",
    source,
    "The precheck timed out at 25 % of traffic and had to be rolled back: latency has to be judged before it goes out. The Brier score says little beside ECE, so it only warns.",
  );
}
