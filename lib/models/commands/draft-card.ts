import "server-only";
import { eq } from "drizzle-orm";
import { users } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { preconditionFailed } from "@/lib/errors";
import { changedSections, withDrafted } from "../card";
import { draftSections } from "../card-draft";
import { captureFigures } from "../card-figures";
import type { CardSection } from "../card-sections";
import { cardName, lockCard } from "../load-card";
import { seenCardInput } from "../schemas";
import { stepOrRefuse, writeRevision } from "../write-card";

/**
 * Drafts the sections that facts can fill, from the run and the model: only where nothing is written, or where an earlier
 * draft waits unconfirmed. What a person wrote or confirmed is never replaced.
 */
export async function draftCard(ctx: UserContext, raw: unknown): Promise<{ revision: number; sections: string[] }> {
  authorize(ctx, "card.edit");
  const input = seenCardInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const loaded = await lockCard(tx, ctx, input);
    stepOrRefuse(loaded, "edit");
    const { body: before, model, evidence } = loaded;
    const [owner] = model.ownerUserId
      ? await tx.select({ name: users.name }).from(users).where(eq(users.id, model.ownerUserId))
      : [];
    const drafts = draftSections({
      model: { name: model.name, description: model.description, useCase: model.useCase },
      ownerName: owner?.name ?? null,
      evidence,
    });
    const open = (Object.keys(drafts) as CardSection[]).filter(
      (key) => before[key].trim() === "" || before.drafted.includes(key),
    );
    const text = Object.fromEntries(open.map((key) => [key, drafts[key]]));
    const body = withDrafted({ ...before, ...text }, [...before.drafted, ...open]);
    const sections = changedSections(before, body);
    if (sections.length === 0) {
      throw preconditionFailed("Every section that the evidence can fill is written already; nothing was drafted.");
    }
    // Drafted sections are new text: their figures are read anew, others stay as they were written.
    const kept = captureFigures({ ...body, ...blank(open) }, loaded.figures, evidence).figures;
    const { figures } = captureFigures(body, kept, evidence);
    const revision = await writeRevision(tx, ctx, loaded, { body, figures });
    await appendAudit(tx, ctx, {
      action: "card.drafted",
      objectType: "version",
      objectId: loaded.version.id,
      payload: { ...cardName(loaded), revision, sections, runId: evidence.run.id },
    });
    return { revision, sections };
  });
}

const blank = (keys: readonly CardSection[]) => Object.fromEntries(keys.map((key) => [key, ""]));
