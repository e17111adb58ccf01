import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { sourceModels, sourceVersions } from "@/db/schema";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { afterList } from "../cursor";
import type { RemoteModel, RemoteVersion } from "../messages";
import { type At, type CursorOf, lockSync, moveSync } from "../move-sync";
import { noteSkips, type Skip } from "../note-skips";
import type { SourceError } from "../source-error";
import { ofThis } from "../sync-rows";

const kept = (text: string, most: number) => text.toWellFormed().replaceAll("\0", "").slice(0, most);

const restOfList = "(rest of the list)";
/** What stands for the rest of a list that a server fails to say. */
const restOf = (kind: "model" | "version", problem: SourceError): Skip => ({
  ...{ kind, remoteId: restOfList, name: "" },
  reason: `The list could not be read to its end. ${problem.message} It is asked for again with the next sync.`,
});

type Registry = typeof sourceModels | typeof sourceVersions;
/** Keeps what was noted before, which a list that was not read to its end says nothing of. */
const keepNoted = (tx: Tx, ctx: Context, table: Registry, { sourceId, number }: At) =>
  tx
    .update(table)
    .set({ seenIn: number })
    .where(ofThis(table, ctx, sourceId));

/** Notes a page of the registered models of a source: names and aliases, which name and serve nothing here. */
export async function takeModels(
  ctx: Context,
  at: At<CursorOf<"models">>,
  page: { models: readonly RemoteModel[]; next: string | null; problem: SourceError | null },
): Promise<boolean> {
  authorize(ctx, "run.import");
  return withTransaction(ctx, async (tx) => {
    const locked = await lockSync(tx, ctx, at);
    if (!locked) return false;
    const rows = new Map(
      page.models.map(({ name, description, aliases }) => [
        kept(name, 500),
        {
          ...{ projectId: ctx.projectId, sourceId: at.sourceId, name: kept(name, 500), seenIn: at.number },
          description: kept(description, 5_000),
          aliases: Object.fromEntries(
            aliases.slice(0, 200).map(({ alias, version }) => [kept(alias, 255), kept(version, 20)]),
          ),
        },
      ]),
    );
    if (rows.size > 0)
      await tx
        .insert(sourceModels)
        .values([...rows.values()])
        .onConflictDoUpdate({
          target: [sourceModels.projectId, sourceModels.sourceId, sourceModels.name],
          set: {
            ...{ description: sql`excluded.description`, aliases: sql`excluded.aliases` },
            seenIn: sql`excluded.seen_in`,
          },
        });
    if (page.problem) await keepNoted(tx, ctx, sourceModels, at);
    const skips = page.problem ? [restOf("model", page.problem)] : [];
    await noteSkips(tx, ctx, at.sourceId, skips, page.next ? [] : [{ kind: "model", remoteId: restOfList }]);
    await moveSync(tx, ctx, locked, afterList(at.cursor, page.next), { models: rows.size });
    return true;
  });
}

/** Notes a page of the model versions of a source. None is registered here: that is a person's act on the run it came from. */
export async function takeVersions(
  ctx: Context,
  at: At<CursorOf<"versions">>,
  page: { versions: readonly RemoteVersion[]; next: string | null; problem: SourceError | null },
): Promise<boolean> {
  authorize(ctx, "run.import");
  return withTransaction(ctx, async (tx) => {
    const locked = await lockSync(tx, ctx, at);
    if (!locked) return false;
    const skips: Skip[] = [];
    const rows = page.versions.flatMap(({ name, version, run_id, source, current_stage, description, ...rest }) => {
      const number = Number(version);
      if (!Number.isInteger(number) || number < 1 || number > 2_147_483_647) {
        skips.push({ kind: "version", remoteId: `${name} ${version}`, name, reason: "Its version is not a number." });
        return [];
      }
      const made = rest.creation_timestamp;
      return [
        {
          ...{ projectId: ctx.projectId, sourceId: at.sourceId, seenIn: at.number },
          ...{ model: kept(name, 500), version: number, runId: kept(run_id, 256), location: kept(source, 2_048) },
          ...{ stage: kept(current_stage, 50), description: kept(description, 5_000) },
          createdAt: made && made > 0 && made < 8_640_000_000_000_000 ? new Date(made) : null,
        },
      ];
    });
    const distinct = [...new Map(rows.map((row) => [`${row.version} ${row.model}`, row])).values()];
    if (distinct.length > 0)
      await tx
        .insert(sourceVersions)
        .values(distinct)
        .onConflictDoUpdate({
          target: [sourceVersions.projectId, sourceVersions.sourceId, sourceVersions.model, sourceVersions.version],
          set: {
            ...{ runId: sql`excluded.run_id`, location: sql`excluded.location`, stage: sql`excluded.stage` },
            ...{ description: sql`excluded.description`, seenIn: sql`excluded.seen_in` },
          },
        });
    if (page.problem) {
      await keepNoted(tx, ctx, sourceVersions, at);
      skips.push(restOf("version", page.problem));
    }
    await noteSkips(tx, ctx, at.sourceId, skips, page.next ? [] : [{ kind: "version", remoteId: restOfList }]);
    await moveSync(tx, ctx, locked, afterList(at.cursor, page.next), { versions: distinct.length });
    return true;
  });
}
