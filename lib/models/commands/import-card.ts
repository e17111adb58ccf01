import "server-only";
import { appendAudit } from "@/lib/audit/append";
import { contentDigest } from "@/lib/audit/canonical-json";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { invalidInput, preconditionFailed } from "@/lib/errors";
import { changedSections, withDrafted } from "../card";
import { captureFigures } from "../card-figures";
import { importHuggingFace } from "../exports/import-hugging-face";
import { cardName, lockCard } from "../load-card";
import { cardBody, importCardInput } from "../schemas";
import { stepOrRefuse, writeRevision } from "../write-card";

export type ImportedRevision = { revision: number; sections: string[]; claims: number };

/**
 * Saves a Hugging Face card as the next revision: sections it has replace ours, others stay. Its metrics are kept as claims,
 * never as evidence; a figure it refers to is read from our own evidence or, when that has none, left as text.
 */
export async function importCard(ctx: UserContext, raw: unknown): Promise<ImportedRevision> {
  authorize(ctx, "card.edit");
  const input = importCardInput.parse(raw);
  const read = importHuggingFace(input.markdown);
  if (!read.ok) throw invalidInput("markdown", read.message);
  const { texts, mitigations, claims } = read.card;
  return withTransaction(ctx, async (tx) => {
    const loaded = await lockCard(tx, ctx, input);
    stepOrRefuse(loaded, "edit");
    const { body: before, evidence } = loaded;
    const given = { ...texts, ...(mitigations ? { mitigations } : {}) };
    // The schema fills what is absent with nothing; only what the file has may replace what is written.
    const checked = Object.fromEntries(Object.entries(cardBody.parse(given)).filter(([key]) => key in given));
    const merged = { ...before, ...checked, claims: claims.length > 0 ? claims : before.claims };
    const { unresolved } = captureFigures(merged, loaded.figures, evidence);
    const body = withDrafted(
      plainReferences(merged, unresolved),
      before.drafted.filter((key) => texts[key] === undefined),
    );
    const sections = changedSections(before, body);
    if (sections.length === 0) throw preconditionFailed("The card says this already; nothing was saved.");
    const { figures } = captureFigures(body, loaded.figures, evidence);
    const revision = await writeRevision(tx, ctx, loaded, { body, figures });
    await appendAudit(tx, ctx, {
      action: "card.imported",
      objectType: "version",
      objectId: loaded.version.id,
      payload: {
        ...cardName(loaded),
        revision,
        sections,
        claims: claims.length,
        sourceDigest: contentDigest(input.markdown),
      },
    });
    return { revision, sections, claims: claims.length };
  });
}

function plainReferences<Body extends object>(body: Body, unresolved: readonly { reference: string }[]): Body {
  if (unresolved.length === 0) return body;
  const plain = (value: unknown): unknown => {
    if (typeof value === "string")
      return unresolved.reduce((text, { reference }) => text.replaceAll(`{{${reference}}}`, `\`${reference}\``), value);
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)]));
    return value;
  };
  return plain(body) as Body;
}
