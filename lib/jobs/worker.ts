import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
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
  /** Lets jobs under way finish, then ends. */
  stop: () => Promise<void>;
};

const restartAfterMs = 2_000;

/** Keeps a runner going: it gives up when the database is gone for long, and is started again until told to stop. */
async function superviseRunner(start: () => Promise<Runner>, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    try {
      const runner = await start();
      const stop = () => void runner.stop().catch(() => {});
      stopped.addEventListener("abort", stop, { once: true });
      await runner.promise;
    } catch (error) {
      if (stopped.aborted) return;
      logger.error({ err: error }, "the worker lost the database and will try again");
      await sleep(restartAfterMs, undefined, { signal: stopped }).catch(() => {});
    }
  }
}

/** Starts a worker on the database of `url`: claims jobs with SKIP LOCKED, so any number of workers may run. */
export function startWorker(url: string, options: { concurrency?: number } = {}): Worker {
  const { db, sql } = connect(url, { max: 4 });
  const taskList = Object.fromEntries(jobNames.map((name) => [name, task(name, db)]));
  const start = () =>
    run({
      connectionString: url,
      taskList,
      logger: workerLogger,
      concurrency: options.concurrency ?? 2,
      pollInterval: 2_000,
      noHandleSignals: true,
      crontab: "",
    });
  const stopping = new AbortController();
  const running = superviseRunner(start, stopping.signal);
  const stopServices = startServices(services, db);
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all([running, stopServices()]);
      await sql.end({ timeout: 5 });
    },
  };
}
