import "server-only";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { DomainError } from "@/lib/errors";
import { changedSections, confirmedSections, withDrafted } from "../card";
import { captureFigures } from "../card-figures";
import { cardName, lockCard } from "../load-card";
import { editCardInput } from "../schemas";
import { stepOrRefuse, writeRevision } from "../write-card";

/**
 * Writes the next revision of a version's card; unchanged text makes none. The revision is part of a promotion's subject,
 * so approvals given before become stale, and an approved card is a draft again. CONFLICT when somebody saved a revision
 * since this text was started; INVALID_INPUT at the section when a new figure names nothing on record.
 */
export async function editCard(ctx: UserContext, raw: unknown): Promise<{ revision: number; changed: string[] }> {
  authorize(ctx, "card.edit");
  const input = editCardInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const loaded = await lockCard(tx, ctx, input);
    stepOrRefuse(loaded, "edit");
    const { body: before } = loaded;
    const remaining = before.drafted.filter((key) => !input.confirm.includes(key));
    const body = withDrafted({ ...before, ...input.body }, remaining);
    const changed = changedSections(before, body);
    const confirmed = confirmedSections(before, body);
    if (changed.length === 0 && confirmed.length === 0) return { revision: input.seenRevision, changed };
    const { figures, unresolved } = captureFigures(body, loaded.figures, loaded.evidence);
    if (unresolved.length > 0) throw unknownFigures(unresolved);
    const revision = await writeRevision(tx, ctx, loaded, { body, figures });
    await appendAudit(tx, ctx, {
      action: "card.edited",
      objectType: "version",
      objectId: loaded.version.id,
      payload: {
        ...cardName(loaded),
        revision,
        sections: changed,
        confirmed: confirmed.length > 0 ? confirmed : undefined,
      },
    });
    return { revision, changed };
  });
}

function unknownFigures(unresolved: readonly { section: string; reference: string }[]): DomainError {
  const sentence = (reference: string) =>
    `{{${reference}}} is not on record for this version's run. Insert a figure from the list, or write the number by hand.`;
  const fieldErrors: Record<string, string[]> = {};
  for (const { section, reference } of unresolved) {
    fieldErrors[`body.${section}`] = [...(fieldErrors[`body.${section}`] ?? []), sentence(reference)];
  }
  const [first] = unresolved;
  return new DomainError("INVALID_INPUT", `body.${first?.section}: ${sentence(first?.reference ?? "")}`, {
    fieldErrors,
  });
}
