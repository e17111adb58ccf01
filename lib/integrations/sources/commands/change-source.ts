import "server-only";
import { sql } from "drizzle-orm";
import { sources } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { conflict, invalidInput } from "@/lib/errors";
import { readCredentials, storedSecret } from "../credentials";
import { assertNameFree, loadSource, lockSource, ofSource, syncSoon } from "../load-source";
import { explained, probe } from "../probe";
import { type ChangeSourceInput, changeSourceSchema } from "../schemas";
import type { TrackingOptions } from "../tracking-call";

/** Scheme and port of a server may change; where it is, and below which path, say which one it is. */
const serverOf = (url: string): string => new URL(url).hostname + new URL(url).pathname;

/** Changes a source once it was reached as it will be. An empty secret keeps the stored one; what was taken stays. */
export async function changeSource(
  ctx: UserContext,
  raw: ChangeSourceInput,
  options?: TrackingOptions,
): Promise<{ sourceId: string }> {
  authorize(ctx, "source.manage");
  const { sourceId, lockVersion, ...input } = changeSourceSchema.parse(raw);
  const { name, url, experiments } = input;
  const seen = await loadSource(ctx.db, ctx, sourceId);
  if (serverOf(url) !== serverOf(seen.url))
    throw invalidInput(
      "url",
      "Another server is another source, with other experiments and runs. Add it as a new one.",
    );
  const next = { name, url, experiments, ...storedSecret(input, sourceId, seen) };
  await explained(async () => probe(url, readCredentials({ ...next, id: sourceId }), experiments, options));
  await withTransaction(ctx, async (tx) => {
    const before = await lockSource(tx, ctx, sourceId);
    if (before.lockVersion !== lockVersion || seen.lockVersion !== lockVersion)
      throw conflict(`"${before.name}" was changed by somebody else meanwhile. Reload the page to see it as it is.`);
    await assertNameFree(tx, ctx, name, sourceId);
    const list = (names: readonly string[]) => names.join(", ") || "all";
    const changes = [
      { field: "name", from: before.name, to: name },
      { field: "address", from: before.url, to: url },
      { field: "sign-in", from: before.auth, to: next.auth },
      { field: "user", from: before.userName, to: next.userName },
      { field: "secret", from: "before", to: before.secret === next.secret ? "before" : "changed" },
      { field: "secret's variable", from: before.secretEnv ?? "none", to: next.secretEnv ?? "none" },
      { field: "experiments", from: list(before.experiments), to: list(experiments) },
    ].filter(({ from, to }) => from !== to);
    if (changes.length === 0) return;
    const healed = { failures: 0, failure: null, failingSince: null };
    await tx
      .update(sources)
      .set({ ...next, ...healed, lockVersion: sql`${sources.lockVersion} + 1` })
      .where(ofSource(ctx, sourceId));
    await appendAudit(tx, ctx, {
      action: "source.changed",
      objectType: "source",
      objectId: sourceId,
      payload: { name, changes },
    });
    if (before.isEnabled) await syncSoon(tx, ctx, sourceId);
  });
  return { sourceId };
}
