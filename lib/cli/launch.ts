import { migrateDatabase } from "@/db/migrate";
import { type Env, getEnv, isDemoAllowed, isLoopback } from "@/lib/env";
import { build, findBuild, newestBuild } from "./build";
import { type Database, locateDatabase, reachable } from "./database";
import { discardHalfDemo, loadFirstData, readContents, setupLink } from "./first-data";
import { dataFolder } from "./folders";
import { claimFolder } from "./launcher-note";
import { createProgress, type Progress } from "./progress";
import { ownSecret } from "./secret";
import { createShutdown, type Shutdown } from "./shutdown";
import { assertPortFree, startWeb, waitUntilHealthy } from "./web";

export type LaunchOptions = { dev: boolean; demo: boolean; worker: boolean; lastBuild: boolean };

type Settings = { port: number; host: string; address: string };

function settle(env: Env): Settings {
  const port = env.PORT ?? 3000;
  const host = env.HOST ?? (env.DATABASE_URL ? "0.0.0.0" : "127.0.0.1");
  const address = env.NEXTAUTH_URL ?? `http://${isLoopback(host) || host === "0.0.0.0" ? "localhost" : host}:${port}`;
  process.env.HOST = host;
  // Absolute, because the web server changes into the folder of its build.
  process.env.COUNTERSIGN_DATA_DIR = dataFolder();
  process.env.NEXTAUTH_URL = address;
  if (!env.DATABASE_URL) process.env.NEXTAUTH_SECRET ??= ownSecret();
  return { port, host, address };
}

/** Brings a killed embedded server back; the pools of web server and worker find it again by themselves. */
function watchDatabase(database: Database, progress: Progress): () => void {
  const timer = setInterval(() => {
    database
      .revive()
      .then((revived) => revived && progress.say("The database had stopped and was started again."))
      .catch((error) => progress.say(`The database stopped and does not start: ${(error as Error).message}`));
  }, 1_000);
  return () => clearInterval(timer);
}

async function openDatabase(progress: Progress, shutdown: Shutdown): Promise<Database> {
  const database = await progress.step("Database", (note) =>
    locateDatabase(note).catch((error) => Promise.reject(reachable(error))),
  );
  shutdown.add("database", database.close);
  if (database.isEmbedded) shutdown.add("database watch", watchDatabase(database, progress));
  if (database.movedTo)
    progress.say(`  The checkout is closed to other users, so the database lives in ${database.movedTo}.`);
  await progress.step("Migrations", async () => {
    await migrateDatabase(database.url).catch((error) => Promise.reject(reachable(error)));
  });
  return database;
}

/** Fills a new database with the demo where that is allowed. Answers whether the first administrator is still to be made. */
async function prepare(database: Database, options: LaunchOptions, progress: Progress): Promise<boolean> {
  if (database.isEmbedded) await discardHalfDemo(database.url);
  const { hasUsers, isNew } = await readContents(database.url);
  if (!isNew || !options.demo || !isDemoAllowed()) return !hasUsers;
  await progress.step("Demo", (note) => loadFirstData(database.url, note));
  return false;
}

/** Loads the worker only now, while the web server comes up beside it. */
async function bringUpWorker(database: Database, shutdown: Shutdown): Promise<void> {
  const { startWorker } = await import("@/lib/jobs/worker");
  const worker = startWorker(database.url);
  shutdown.add("worker", worker.stop);
}

function tellNext(progress: Progress, { address }: Settings, setupUrl: string | null, isDemo: boolean): void {
  progress.say();
  progress.say(`Countersign is ready: ${address}`);
  if (setupUrl) progress.say(`Create the first administrator with this link (works once): ${setupUrl}`);
  else if (isDemo)
    progress.say(
      "Sign in as one of the demo's people, no password needed; start with the promotion that waits for approval.",
    );
  progress.say("Stop with Ctrl-C. Settings and commands: npm start -- --help, npm run admin -- --help.");
}

async function findOrBuild(lastBuild: boolean, progress: Progress): Promise<string> {
  const found = lastBuild ? newestBuild() : findBuild();
  return found ?? progress.step("Build (first start, or sources changed)", build);
}

/** Brings the whole product up and stays until it is told to stop or a part of it ends. */
export async function launch(options: LaunchOptions): Promise<void> {
  const progress = createProgress();
  const shutdown = createShutdown(progress);
  try {
    const settings = settle(getEnv());
    shutdown.add("note", await claimFolder(settings.address));
    await assertPortFree(settings.port, settings.host);
    const database = await openDatabase(progress, shutdown);
    const needsAdministrator = await prepare(database, options, progress);
    const server = options.dev ? null : await findOrBuild(options.lastBuild, progress);
    const web = startWeb({ build: server, port: settings.port, host: settings.host });
    shutdown.add("web server", web.stop);
    const healthy = progress.step("Web server", () => waitUntilHealthy(settings.port, settings.host, web));
    const [, setupUrl] = await Promise.all([
      healthy,
      needsAdministrator ? setupLink(database.url) : null,
      options.worker ? bringUpWorker(database, shutdown) : null,
    ]);
    tellNext(progress, settings, setupUrl, database.isEmbedded && isDemoAllowed());
    void web.ended.then(() => shutdown.run("The web server ended.", 1));
    await shutdown.finished;
  } catch (error) {
    await shutdown.run(null, 1);
    throw error;
  }
}
