import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type JobName, type JobPayload, jobs } from "./definitions";

export type EnqueueOptions = {
  /** Not before this moment; at once when left out. */
  runAt?: Date;
  /** A waiting job with the same key is replaced instead of doubled. Several transactions that share a key wait for each other. */
  key?: string;
  /** A job with the same key is kept as it is, with its tries and pauses; without it the waiting one is replaced. */
  keep?: boolean;
  /** Jobs of one queue run one after the other. */
  queue?: string;
  /** Tries before the job is given up, with exponential pauses; 25 (about three days) when left out. */
  maxAttempts?: number;
};

/** Writes the job in the caller's transaction: it exists exactly when the change it belongs to exists. */
export async function enqueue<N extends JobName>(
  tx: Tx,
  name: N,
  payload: JobPayload<N>,
  options: EnqueueOptions = {},
): Promise<void> {
  const body = JSON.stringify(jobs[name].parse(payload));
  await tx.execute(sql`select graphile_worker.add_job(${name}::text, ${body}::json,
    queue_name := ${options.queue ?? null}::text,
    run_at := ${options.runAt?.toISOString() ?? null}::timestamptz,
    max_attempts := ${options.maxAttempts ?? null}::int,
    job_key := ${options.key ?? null}::text,
    job_key_mode := ${options.keep ? "unsafe_dedupe" : "replace"}::text)`);
}
