import "server-only";
import type { SourceRow } from "@/db/schema";
import { SourceError } from "./source-error";
import { sizes, type TrackingClient } from "./tracking-client";

export type SyncTools = {
  client: TrackingClient;
  source: Pick<SourceRow, "url" | "failures">;
  beat: () => Promise<void>;
  /** Rows of a page that this turn has come down to. */
  pages: Map<keyof typeof sizes, number>;
};

/** Attempts in a row that come to nothing before what fails is left out. */
export const mostAttempts = 3;
export const askedAgain = "It is asked for again with the next full sync.";

const isOfCall = (error: unknown): error is SourceError =>
  error instanceof SourceError &&
  ["failing", "unreachable", "too_large", "rejected", "not_mlflow"].includes(error.problem);

/** Whether to leave out what failed: it did so in attempts before, and the server answers otherwise. What is too large stays so. */
export async function goesPast(error: unknown, { source, client }: SyncTools): Promise<boolean> {
  if (!isOfCall(error) || (source.failures < mostAttempts && error.problem !== "too_large")) return false;
  return client.isAlive();
}

/**
 * A page of a list that is asked for whole, then ever smaller when it is too large or has failed before. Answers what the smallest one failed with
 * when it is to be left out; throws what stops the sync.
 */
export async function readShrinking<Page>(
  what: keyof typeof sizes,
  tools: SyncTools,
  read: (most: number) => Promise<Page>,
): Promise<Page | SourceError> {
  const { pages } = tools;
  for (let most = pages.get(what) ?? sizes[what]; ; most = Math.ceil(most / 4)) {
    try {
      const page = await read(most);
      pages.set(what, Math.min(sizes[what], most * 2));
      return page;
    } catch (error) {
      await tools.beat();
      const mayShrink = isOfCall(error) && (error.problem === "too_large" || tools.source.failures >= mostAttempts);
      if (mayShrink && most > 1) continue;
      if (error instanceof SourceError && (await goesPast(error, tools))) {
        pages.delete(what);
        return error;
      }
      throw error;
    }
  }
}
