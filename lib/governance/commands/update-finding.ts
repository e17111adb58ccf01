import "server-only";
import type { FindingRow } from "@/db/schema";
import type { FindingChange } from "@/db/schema/risk";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { forbidden, preconditionFailed } from "@/lib/errors";
import { weakeningRefusal, weakenings } from "../findings/finding";
import {
  appendFindingEvent,
  assertMember,
  assertSeen,
  findingActor,
  findingName,
  lockFinding,
  readFindingFacts,
  writeFinding,
} from "../findings/load-finding";
import { type UpdateFindingInput, updateFindingInput } from "../findings/schemas";
import { reevaluatePromotions } from "../reevaluate-promotions";

const editable = ["title", "description", "severity", "blocks", "ownerUserId", "dueOn", "plan"] as const;
type Editable = Pick<FindingRow, (typeof editable)[number]>;

const changesOf = (from: Editable, to: Editable): FindingChange[] =>
  editable.flatMap((field) => (from[field] === to[field] ? [] : [{ field, from: from[field], to: to[field] }]));

/** Changes or assigns a finding; what asks less of its owner is not the owner's to change. Equal content writes nothing. */
export async function updateFinding(ctx: UserContext, raw: UpdateFindingInput): Promise<{ changed: string[] }> {
  authorize(ctx, "finding.edit");
  const { number, lockVersion, note, ...content } = updateFindingInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const loaded = await lockFinding(tx, ctx, number);
    const { finding } = loaded;
    assertSeen(loaded, lockVersion);
    if (finding.state === "closed")
      throw preconditionFailed(`F-${number} is closed. Reopen it with a reason before you change it.`);
    const changes = changesOf(finding, content);
    if (changes.length === 0) return { changed: [] };
    const facts = await readFindingFacts(tx, finding);
    const refusal = weakeningRefusal(weakenings(finding, content), facts, findingActor(ctx));
    if (refusal) throw forbidden(refusal);
    if (content.ownerUserId !== finding.ownerUserId) await assertMember(tx, ctx, content.ownerUserId);
    await writeFinding(tx, ctx, finding, content);
    const { state } = finding;
    await appendFindingEvent(tx, ctx, finding.id, { kind: "changed", from: state, to: state, note, changes });
    const changed = changes.map((change) => change.field);
    await appendAudit(tx, ctx, {
      action: "finding.changed",
      objectType: "finding",
      objectId: finding.id,
      payload: { ...findingName(loaded), fields: changed, ownerUserId: content.ownerUserId },
      ...(note === "" ? {} : { reason: note }),
    });
    await reevaluatePromotions(tx, ctx, finding);
    return { changed };
  });
}
