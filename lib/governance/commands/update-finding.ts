import "server-only";
import type { FindingRow } from "@/db/schema";
import type { FindingChange } from "@/db/schema/risk";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { forbidden, preconditionFailed } from "@/lib/errors";
import { aggravations, weakeningRefusal, weakenings } from "../findings/finding";
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

const unaccepted = { state: "open", acceptedBy: null, acceptedUntil: null, mitigatedBy: null } as const;

/**
 * Changes or assigns a finding; what asks less of its owner is not the owner's to change. One that grows heavier than the risk
 * that was accepted is open again. Equal content writes nothing.
 */
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
    const heavier = finding.state === "accepted" ? aggravations(finding, content) : [];
    const { state: from, acceptedUntil: until } = finding;
    const to = heavier.length > 0 ? "open" : from;
    await writeFinding(tx, ctx, finding, { ...content, ...(to === from ? {} : unaccepted) });
    const voided = to === from ? [] : [{ field: "acceptedUntil", from: until, to: null }];
    const entry = { kind: "changed", from, to, note, changes: [...changes, ...voided] };
    await appendFindingEvent(tx, ctx, finding.id, entry);
    const changed = changes.map((change) => change.field);
    const about = { objectType: "finding", objectId: finding.id, ...(note === "" ? {} : { reason: note }) } as const;
    await appendAudit(tx, ctx, {
      ...about,
      action: "finding.changed",
      payload: { ...findingName(loaded), fields: changed, ownerUserId: content.ownerUserId },
    });
    if (to !== from && until !== null)
      await appendAudit(tx, ctx, {
        ...about,
        action: "finding.acceptance_voided",
        payload: { ...findingName(loaded), until, because: heavier },
      });
    await reevaluatePromotions(tx, ctx, finding);
    return { changed };
  });
}
