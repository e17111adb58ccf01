import type { Db } from "@/db/client";
import { appendAudit } from "./append";
import { canonicalDigest, canonicalJson } from "./canonical-json";
import { exportBundle } from "./commands/export-bundle";
import type { AuditEvent } from "./events";
import { sequenceAudit } from "./sequence";
import type { LogSigner } from "./signing-key";
import { appendComments, testContext } from "./testing";

export const subject = { version: 8, environment: "production" };
export const digest = canonicalDigest(subject);
export const promotion = { number: 214, model: "income-eligibility", version: 8, environment: "production" };
export const decision = {
  ...promotion,
  decisionId: "d1",
  role: "reviewer",
  group: "Fair Access",
  signatureDigest: digest,
} as const;

export const bundleRequest = {
  title: "Promotion P-214",
  objects: [{ type: "promotion", id: "promotion-1" }],
  documents: [
    { name: "subject.json", content: canonicalJson(subject) },
    { name: "evidence.json", content: '{"accuracy":0.86,"naïve":"😀"}' },
  ],
};

/** Records one event, by one person. */
export const recordEvent = (db: Db, event: AuditEvent, personId = "person-1") =>
  db.transaction((tx) => appendAudit(tx, testContext(db, { personId, name: `Name of ${personId}` }), event));

/** A promotion with other traffic in between, sealed in several checkpoints, and the bundle of it. */
export async function exportHistory(db: Db, signer: LogSigner) {
  await appendComments(db, 4);
  await sequenceAudit(db, signer);
  await recordEvent(db, {
    action: "promotion.evaluated",
    objectType: "promotion",
    objectId: "promotion-1",
    payload: {
      ...promotion,
      evaluation: 1,
      evidenceDigest: digest,
      resultsDigest: digest,
      outcomes: { passed: 9 },
      failing: [],
      state: "awaiting_approval",
    },
    reason: "first evaluation",
  });
  await appendComments(db, 9);
  await sequenceAudit(db, signer);
  const payload = { ...decision, approvals: 1, required: 1 };
  const approved = { action: "promotion.approved", objectType: "promotion", objectId: "promotion-1", payload } as const;
  await recordEvent(db, { ...approved, objectDigest: digest }, "person-2");
  await sequenceAudit(db, signer);
  await appendComments(db, 3);
  return exportBundle(testContext(db), bundleRequest, { signer });
}
