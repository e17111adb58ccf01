import "server-only";
import { Logger, type Runner, run, type TaskList } from "graphile-worker";
import { connect, type Db } from "@/db/client";
import { logger } from "@/lib/log";
import { type JobName, jobNames, jobs } from "./definitions";
import { handlers, services } from "./registry";
import { startServices } from "./services";

const workerLogger = new Logger((scope) => (level, message) => {
  if (level === "error" || level === "warning") logger[level === "error" ? "error" : "warn"]({ scope }, message);
});

function task<N extends JobName>(name: N, db: Db): TaskList[string] {
  return async (raw, helpers) => {
    const handler = await handlers[name]();
    const payload = jobs[name].parse(raw) as Parameters<typeof handler>[0];
    await handler(payload, { db, signal: helpers.abortSignal, attempt: helpers.job.attempts });
  };
}

export type Worker = {
  /** Rejects when the worker cannot go on. */
  ended: Promise<void>;
  /** Lets jobs under way finish, then ends. */
  stop: () => Promise<void>;
};

/** Starts a worker on the database of `url`: claims jobs with SKIP LOCKED, so any number of workers may run. */
export async function startWorker(url: string, options: { concurrency?: number } = {}): Promise<Worker> {
  const { db, sql } = connect(url, { max: 4 });
  const taskList = Object.fromEntries(jobNames.map((name) => [name, task(name, db)]));
  const runner: Runner = await run({
    connectionString: url,
    taskList,
    logger: workerLogger,
    concurrency: options.concurrency ?? 2,
    pollInterval: 2_000,
    noHandleSignals: true,
    crontab: "",
  });
  const stopServices = startServices(services, db);
  return {
    ended: runner.promise,
    stop: async () => {
      await Promise.all([runner.stop(), stopServices()]);
      await sql.end({ timeout: 5 });
    },
  };
}
