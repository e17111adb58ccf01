import "server-only";
import { and, eq, lt, max } from "drizzle-orm";
import { type SourceSyncRow, sourceSyncs } from "@/db/schema";
import type { Context } from "@/lib/context";
import { type LoggedCursor, overlapMs } from "./cursor";
import { draftLoggedModel, type LoggedModelDraft } from "./draft-logged-model";
import { askedAgain, readShrinking, type SyncTools } from "./go-past";
import { loggedModelHead, remoteLoggedModel } from "./messages";
import type { Skip } from "./note-skips";
import { SourceError } from "./source-error";
import { ofThis } from "./sync-rows";

export type LoggedModelsPage = {
  models: LoggedModelDraft[];
  skips: Skip[];
  next: string | null;
  /** The server knows no logged models: the other experiments need not be asked for. */
  isUnknown: boolean;
};
const nothing: LoggedModelsPage = { models: [], skips: [], next: null, isUnknown: false };

/** Since when logged models are read; null = all. */
async function readSince(ctx: Context, { sourceId, number, isFull }: SourceSyncRow): Promise<number | null> {
  if (isFull) return null;
  const isBefore = and(lt(sourceSyncs.number, number), eq(sourceSyncs.state, "done"));
  const [last] = await ctx.db
    .select({ at: max(sourceSyncs.startedAt) })
    .from(sourceSyncs)
    .where(and(ofThis(sourceSyncs, ctx, sourceId), isBefore));
  return last?.at ? Math.max(0, last.at.getTime() - overlapMs) : null;
}

function draftAll(sent: readonly unknown[], sourceUrl: string): Pick<LoggedModelsPage, "models" | "skips"> {
  const models = new Map<string, LoggedModelDraft>();
  const skips: Skip[] = [];
  for (const one of sent) {
    const head = loggedModelHead.safeParse(one).data?.info;
    const skip = (reason: string) =>
      skips.push({ kind: "logged_model", remoteId: head?.model_id ?? "", name: head?.name ?? "", reason });
    const read = remoteLoggedModel.safeParse(one);
    if (!read.success) {
      const where = read.error.issues[0]?.path.join(".") ?? "";
      skip(`It is not written as the protocol says${where ? `: ${where}` : ""}.`);
      continue;
    }
    const drafted = draftLoggedModel(read.data, sourceUrl);
    if (drafted.ok) models.set(drafted.draft.id, drafted.draft);
    else skip(drafted.reason);
  }
  return { models: [...models.values()], skips };
}

/** Reads the page of logged models where a sync is. Servers from before there were any are left at that. */
export async function readLoggedModels(
  ctx: Context,
  sync: SourceSyncRow,
  { experiment: id, token }: LoggedCursor,
  tools: SyncTools,
): Promise<LoggedModelsPage> {
  if (id === null) return nothing;
  const since = await readSince(ctx, sync);
  const read = (most: number) => tools.client.loggedModels(id, since, { token, most });
  try {
    const page = await readShrinking("loggedModels", tools, read);
    if (!(page instanceof SourceError))
      return {
        ...draftAll(page.models, tools.source.url),
        next: page.models.length === 0 ? null : page.next_page_token || null,
        isUnknown: false,
      };
    const reason = `Its logged models cannot be read. ${page.message} ${askedAgain}`;
    return { ...nothing, skips: [{ kind: "logged_model", remoteId: `experiment ${id}`, name: "", reason }] };
  } catch (error) {
    if (error instanceof SourceError && error.problem === "not_mlflow") return { ...nothing, isUnknown: true };
    throw error;
  }
}
