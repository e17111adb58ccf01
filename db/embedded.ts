import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { findPlace, type Place } from "./embedded-folder";
import { hasOtherHolders, hold, release } from "./embedded-holders";
import { withFolderLock } from "./embedded-lock";
import {
  clearStalePidFile,
  findPostmaster,
  freePort,
  initialise,
  logTail,
  readPassword,
  spawnServer,
  stopServer,
  user,
} from "./embedded-server";

export type Embedded = {
  /** Connection string, with the password in it: never print it. */
  url: string;
  folder: string;
  /** True when the cluster did not exist before. */
  isNew: boolean;
  /** True when a server that already ran was used. */
  attached: boolean;
  /** Set when the cluster lives outside `folder` because that is closed to an unprivileged user. */
  movedTo: string | null;
  /** Starts the server again, on the same port, if it died; true when it had to. */
  revive: () => Promise<boolean>;
  /** Gives the server up; the last one out stops it. */
  close: () => Promise<void>;
};

export type EmbeddedOptions = {
  folder: string;
  settings?: Record<string, string>;
  onProgress?: (message: string) => void;
};

const database = "countersign";
const urlOf = (port: number, password: string, name: string) =>
  `postgres://${user}:${password}@127.0.0.1:${port}/${name}`;

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));
const codeOf = (error: unknown) => (error as { code?: string }).code ?? "";
/** Not up yet, still recovering after a crash, or on its way down. */
const passing = new Set(["ECONNREFUSED", "ECONNRESET", "CONNECTION_CLOSED", "CONNECT_TIMEOUT", "57P03", "57P01"]);

async function waitUntilReady(
  place: Place,
  url: string,
  exited: () => number | null,
  onProgress?: (m: string) => void,
): Promise<void> {
  const started = Date.now();
  let told = false;
  for (;;) {
    const sql = postgres(url, { max: 1, connect_timeout: 5, fetch_types: false, onnotice: () => {} });
    try {
      await sql`select 1`;
      return;
    } catch (error) {
      if (exited() !== null)
        throw new Error(
          `The embedded PostgreSQL stopped while starting. Its log (${place.log}) ends:\n${logTail(place)}`,
        );
      if (!passing.has(codeOf(error))) throw error;
      if (Date.now() - started > 120_000)
        throw new Error(`The embedded PostgreSQL did not answer within 2 minutes; see ${place.log}.`);
      if (!told && Date.now() - started > 2_000) {
        onProgress?.("waiting for the database to recover from an unclean stop");
        told = true;
      }
    } finally {
      await sql.end({ timeout: 1 });
    }
    await sleep(50);
  }
}

async function ensureDatabase(adminUrl: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, fetch_types: false, onnotice: () => {} });
  try {
    const found = await sql`select 1 from pg_database where datname = ${database}`;
    if (found.length === 0) await sql`create database ${sql(database)}`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function bringUp(
  place: Place,
  options: EmbeddedOptions,
): Promise<{ port: number; attached: boolean; isNew: boolean }> {
  const isNew = !existsSync(join(place.data, "PG_VERSION"));
  if (isNew) {
    options.onProgress?.("making the database folder");
    initialise(place);
  }
  const running = findPostmaster(place);
  const password = readPassword(place);
  if (running) {
    await waitUntilReady(
      place,
      urlOf(running.port, password, "postgres"),
      () => (findPostmaster(place) ? null : 1),
      options.onProgress,
    );
    return { port: running.port, attached: true, isNew };
  }
  await clearStalePidFile(place);
  const portFile = join(options.folder, "postgres.port");
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(existsSync(portFile) ? Number(readFileSync(portFile, "utf8")) : 0);
    const { exited } = spawnServer(place, port, options.settings);
    try {
      await waitUntilReady(place, urlOf(port, password, "postgres"), exited, options.onProgress);
      writeFileSync(portFile, String(port));
      return { port, attached: false, isNew };
    } catch (error) {
      // The port was taken meanwhile, or backends of a killed server are still leaving.
      if (
        attempt === 20 ||
        !/Address already in use|pre-existing shared memory|could not bind/.test((error as Error).message)
      )
        throw error;
      await sleep(500);
    }
  }
}

/**
 * Attaches to the server of `folder`, or starts it: several processes of one checkout share it and the last one out
 * stops it. Recovers from a kill, a stale pid file and an orphaned server. Listens on loopback only, with a password.
 */
export async function connectOrStart(options: EmbeddedOptions): Promise<Embedded> {
  const { folder } = options;
  const place = findPlace(folder);
  return withFolderLock(folder, async () => {
    const { port, attached, isNew } = await bringUp(place, options);
    const password = readPassword(place);
    await ensureDatabase(urlOf(port, password, "postgres"));
    hold(folder);
    let closed = false;
    const revive = async () => {
      if (closed || findPostmaster(place)) return false;
      return withFolderLock(folder, async () => !closed && !(await bringUp(place, options)).attached);
    };
    const close = async () => {
      if (closed) return;
      closed = true;
      await withFolderLock(folder, async () => {
        release(folder);
        if (!hasOtherHolders(folder)) stopServer(place);
      });
    };
    return {
      url: urlOf(port, password, database),
      folder,
      isNew,
      attached,
      movedTo: place.moved ? place.data : null,
      revive,
      close,
    };
  });
}
