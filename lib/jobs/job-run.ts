import type { Db } from "@/db/client";

/** What a job handler gets beside its payload. `attempt` counts from 1; `signal` aborts when the worker stops. */
export type JobRun = { db: Db; signal: AbortSignal; attempt: number };
