import "server-only";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { confirmedSections, withDrafted } from "../card";
import { cardName, lockCard } from "../load-card";
import { confirmCardInput } from "../schemas";
import { stepOrRefuse, writeRevision } from "../write-card";

/** A person has read drafted sections and stands for them. It makes a revision, so whoever confirms counts as an author. */
export async function confirmCard(ctx: UserContext, raw: unknown): Promise<{ revision: number; confirmed: string[] }> {
  authorize(ctx, "card.edit");
  const input = confirmCardInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const loaded = await lockCard(tx, ctx, input);
    stepOrRefuse(loaded, "edit");
    const { body: before, figures } = loaded;
    const body = withDrafted(
      before,
      before.drafted.filter((key) => !input.sections.includes(key)),
    );
    const confirmed = confirmedSections(before, body);
    if (confirmed.length === 0) return { revision: input.seenRevision, confirmed };
    const revision = await writeRevision(tx, ctx, loaded, { body, figures });
    await appendAudit(tx, ctx, {
      action: "card.confirmed",
      objectType: "version",
      objectId: loaded.version.id,
      payload: { ...cardName(loaded), revision, sections: confirmed },
    });
    return { revision, confirmed };
  });
}
