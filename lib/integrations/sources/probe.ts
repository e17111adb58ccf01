import "server-only";
import { invalidInput, preconditionFailed } from "@/lib/errors";
import { isWanted } from "./name-filter";
import { SourceError } from "./source-error";
import type { Credentials, TrackingOptions } from "./tracking-call";
import { openTracking, sizes } from "./tracking-client";

/** What a first look at a source found. `more`: it has further experiments than the page that was read. */
export type Probe = { experiments: number; wanted: number; more: boolean };

/** Asks a tracking server for its experiments, as a sync would first. Throws SourceError. */
export async function probe(
  url: string,
  credentials: Credentials,
  names: readonly string[],
  options?: TrackingOptions,
): Promise<Probe> {
  const client = await openTracking(url, credentials, { timeoutMs: 10_000, ...options });
  try {
    const { experiments, next_page_token } = await client.experiments({ token: null, most: sizes.experiments });
    const active = experiments.filter((experiment) => experiment.lifecycle_stage !== "deleted");
    return {
      experiments: active.length,
      wanted: active.filter(({ name }) => isWanted(name, names)).length,
      more: Boolean(next_page_token),
    };
  } finally {
    await client.close();
  }
}

/** Runs what reads a source and says by field what is wrong with it. */
export async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    if (error.field === null) throw preconditionFailed(error.message);
    throw invalidInput(error.field, error.message);
  }
}
