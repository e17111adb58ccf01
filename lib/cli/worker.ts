import { Command } from "commander";
import { getEnv } from "@/lib/env";
import { runMain } from "./exit";

const program = new Command("npm run worker --")
  .description(
    "Does the jobs of the database of DATABASE_URL until stopped. Any number may run; `npm start` brings its own, unless told --no-worker.",
  )
  .option("--concurrency <n>", "jobs at once", "4")
  .action((options: { concurrency: string }) =>
    runMain(async () => {
      getEnv();
      const { openDatabase } = await import("./database");
      const { createProgress } = await import("./progress");
      const { createShutdown } = await import("./shutdown");
      const { startWorker } = await import("@/lib/jobs/worker");
      const progress = createProgress();
      const shutdown = createShutdown(progress);
      const database = await openDatabase();
      shutdown.add("database", database.close);
      const worker = startWorker(database.url, {
        concurrency: Math.max(1, Number.parseInt(options.concurrency, 10) || 1),
      });
      shutdown.add("worker", worker.stop);
      progress.say("The worker is ready.");
      await shutdown.finished;
    }),
  );

await program.parseAsync();
