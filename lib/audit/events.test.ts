import { describe, expect, test } from "vitest";
import { z } from "zod";
import { erased } from "./event-definition";
import { type AuditEvent, auditActions, auditEventAreas, definitionOf } from "./events";
import { sentence, sentenceText } from "./sentence";

const promotion = { number: 214, model: "income-eligibility", version: 8, environment: "production" };
const rollout = {
  number: 88,
  target: "benefits-eu",
  environment: "production",
  model: "income-eligibility",
  fromVersion: 7,
  toVersion: 8,
};
const decision = {
  ...promotion,
  decisionId: "d",
  role: "risk_officer",
  group: "Model Risk",
  signatureDigest: "sha256:00",
} as const;

/** Every personal field is given as if it had been erased, so that a sentence still reads. */
const samples: [Pick<AuditEvent, "action" | "payload">, string][] = [
  [
    { action: "promotion.approved", payload: { ...decision, approvals: 1, required: 2 } },
    "approved promotion P-214, income-eligibility 8 to production as risk officer (1 of 2)",
  ],
  [
    {
      action: "promotion.became_stale",
      payload: { ...promotion, from: "a", to: "b", changed: ["policy", "card"], decisions: 2 },
    },
    "voided 2 decisions on promotion P-214: policy, card changed",
  ],
  [
    {
      action: "promotion.commented",
      payload: { ...promotion, commentId: "c", anchor: "slice sex=Female", comment: erased },
    },
    "commented on promotion P-214 about slice sex=Female",
  ],
  [
    { action: "promotion.executed", payload: { ...promotion, rolloutId: "r", rollout: 88 } },
    "carried out promotion P-214, income-eligibility 8 to production as rollout R-88",
  ],
  [
    {
      action: "rollout.advanced",
      payload: { ...rollout, stage: 1, stageKind: "ramp", weight: 25, fromStage: 0, fromWeight: 5, generation: 4 },
    },
    "advanced rollout R-88 on benefits-eu from 5 % to 25 %",
  ],
  [
    {
      action: "rollout.rollback_started",
      payload: {
        ...rollout,
        from: "OBSERVING",
        to: "ROLLING_BACK",
        stage: 1,
        cause: "manual",
        trigger: null,
        generation: 5,
      },
    },
    "rolled back R-88 on benefits-eu: income-eligibility 8 → 7 (manual)",
  ],
  [
    {
      action: "version.registered",
      payload: { model: "income-eligibility", version: 8, modelId: "m", runId: "r", runName: "lr-v2-s2-C0.1" },
    },
    "registered income-eligibility 8 from run lr-v2-s2-C0.1",
  ],
  [
    {
      action: "run.imported",
      payload: {
        source: "api",
        experiments: ["census"],
        imported: 95,
        unchanged: 0,
        failed: 1,
        runs: [["r", "sha256:0"]],
        digest: "sha256:0",
      },
    },
    "imported 95 runs (0 unchanged, 1 failed)",
  ],
  [
    {
      action: "member.roles_changed",
      payload: {
        member: erased,
        userId: "u",
        project: "Public services",
        from: ["viewer"],
        to: ["risk_officer", "auditor"],
        group: "",
      },
    },
    "changed the roles of (erased) from viewer to risk officer, auditor",
  ],
  [
    {
      action: "log.verified",
      payload: { intact: false, size: 3, root: "", checkpoints: 1, broken: "Event 2 is missing.", milliseconds: 5 },
    },
    "verified the audit log and found it broken: Event 2 is missing.",
  ],
];

describe("audit events", () => {
  test.each(samples.map(([event, text]) => [event.action, event, text] as const))(
    "%s reads as a sentence",
    (action, event, text) => {
      const definition = definitionOf(action);
      expect(sentenceText(definition.describe(definition.payload.parse(event.payload)))).toBe(text);
    },
  );

  test("no action is declared in two areas, and all are named object.past_tense", () => {
    const declared = Object.values(auditEventAreas).flatMap((area) => Object.keys(area));
    expect(declared.toSorted()).toEqual([...auditActions].toSorted());
    expect(auditActions.filter((action) => !/^[a-z_]+\.[a-z_]+$/.test(action))).toEqual([]);
  });

  test("personal fields are texts of the payload", () => {
    for (const action of auditActions) {
      const { payload, personal } = definitionOf(action);
      const shape = payload instanceof z.ZodObject ? (payload.shape as Record<string, z.ZodType>) : {};
      for (const key of personal) expect(shape[key]?.safeParse("text").success, `${action}, ${key}`).toBe(true);
    }
  });

  test("payloads refuse what their definition does not name", () => {
    for (const action of auditActions)
      expect(definitionOf(action).payload.safeParse({ unnamed: 1 }).success, action).toBe(false);
  });
});

describe("sentence", () => {
  test("emphasises what is filled in, leaves out what is absent and keeps markup as text", () => {
    expect(sentence`approved ${"<b>P</b>"} ${null}for ${"x"}`).toEqual([
      { text: "approved ", emphasis: false },
      { text: "<b>P</b>", emphasis: true },
      { text: " ", emphasis: false },
      { text: "for ", emphasis: false },
      { text: "x", emphasis: true },
    ]);
  });
});
