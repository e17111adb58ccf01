import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { giveTo, type Place } from "./embedded-folder";
import { hasBackends, processFacts } from "./embedded-processes";

export const user = "countersign";
const factsFile = "countersign.json";

/** Kept inside the cluster's own 0700 folder, so that password and data cannot be parted. */
type ClusterFacts = { password: string };

const executable = (place: Place, name: string) =>
  join(place.native, "bin", process.platform === "win32" ? `${name}.exe` : name);

function run(place: Place, name: string, args: string[]): SpawnSyncReturns<string> {
  return spawnSync(executable(place, name), args, {
    ...place.owner,
    encoding: "utf8",
    cwd: place.native,
    env: { ...process.env, LC_ALL: "C" },
  });
}

/** Last lines of the server's log, for messages. */
export function logTail(place: Place, lines = 8): string {
  if (!existsSync(place.log)) return "";
  return readFileSync(place.log, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
}

export function readPassword(place: Place): string {
  try {
    return (JSON.parse(readFileSync(join(place.data, factsFile), "utf8")) as ClusterFacts).password;
  } catch (error) {
    throw new Error(
      `The database folder ${place.data} cannot be read (${(error as Error).message}). ` +
        "Run as the user who first started Countersign here, or as root; or point COUNTERSIGN_DATA_DIR to another folder.",
    );
  }
}

/** Makes the cluster in a folder beside its place and moves it in when complete, so that a stop half-way leaves nothing behind. */
export function initialise(place: Place): void {
  const half = `${place.data}.new`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { mode: 0o700 });
  giveTo(place.owner, half);
  const password = randomBytes(24).toString("base64url");
  const passwordFile = `${half}.password`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  giveTo(place.owner, passwordFile);
  try {
    const done = run(place, "initdb", [
      ...["-D", half, "-U", user, "--pwfile", passwordFile, "--auth=scram-sha-256", "--encoding=UTF8"],
      ...["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-instructions", "--no-sync"],
    ]);
    if (done.error) throw done.error;
    if (done.status !== 0) throw new Error(done.stderr.trim() || done.stdout.trim());
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    throw new Error(`The embedded PostgreSQL could not make its folder ${place.data}: ${(error as Error).message}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  const facts = join(half, factsFile);
  writeFileSync(facts, JSON.stringify({ password } satisfies ClusterFacts), { mode: 0o600 });
  giveTo(place.owner, facts);
  renameSync(half, place.data);
}

export type Postmaster = { pid: number; port: number };

/** The server that holds this cluster, if it lives. */
export function findPostmaster(place: Place): Postmaster | null {
  const lines = pidFile(place);
  const pid = Number(lines?.[0]);
  return lines && /postgres/i.test(processFacts(pid)?.command ?? "") ? { pid, port: Number(lines[3]) } : null;
}

function pidFile(place: Place): string[] | null {
  const file = join(place.data, "postmaster.pid");
  return existsSync(file) ? readFileSync(file, "utf8").split("\n") : null;
}

/**
 * Removes the pid file of a dead server where PostgreSQL itself would take it for a living one: its number now belongs to
 * a zombie or to another program. A number nobody has is left to PostgreSQL, which also looks for surviving backends.
 */
export async function clearStalePidFile(place: Place): Promise<void> {
  const pid = Number(pidFile(place)?.[0]);
  if (!pid || findPostmaster(place)) return;
  for (let waited = 0; waited < 100 && hasBackends(place.data); waited++)
    await new Promise((done) => setTimeout(done, 100));
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return;
  }
  rmSync(join(place.data, "postmaster.pid"), { force: true });
}

/** A loopback port nobody uses; `preferred` when it is free. */
export async function freePort(preferred = 0): Promise<number> {
  const listen = (port: number) =>
    new Promise<number | null>((done) => {
      const server = createServer();
      server.once("error", () => done(null));
      server.listen(port, "127.0.0.1", () => {
        const address = server.address();
        server.close(() => done(typeof address === "object" && address ? address.port : null));
      });
    });
  const port = (preferred && (await listen(preferred))) || (await listen(0));
  if (!port) throw new Error("No free port on 127.0.0.1 for the embedded PostgreSQL.");
  return port;
}

/**
 * Spawns the server in a session of its own, so that Ctrl-C reaches only the launcher, which stops it in order.
 * Its output goes to a file: an inherited stdout would keep a pipe of ours open after our death.
 */
export function spawnServer(
  place: Place,
  port: number,
  settings: Record<string, string> = {},
): { exited: () => number | null } {
  const all = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    timezone: "UTC",
    log_timezone: "UTC",
    ...settings,
  };
  const log = openSync(place.log, "a", 0o600);
  const child = spawn(
    executable(place, "postgres"),
    ["-D", place.data, ...Object.entries(all).flatMap(([k, v]) => ["-c", `${k}=${v}`])],
    {
      ...place.owner,
      cwd: place.native,
      detached: true,
      stdio: ["ignore", log, log],
      windowsHide: true,
      env: { ...process.env, LC_ALL: "C" },
    },
  );
  closeSync(log);
  let code: number | null = null;
  child.once("exit", (status) => {
    code = status ?? 1;
  });
  child.once("error", (error) => {
    writeFileSync(place.log, `${error.message}\n`, { flag: "a" });
    code = 1;
  });
  child.unref();
  return { exited: () => code };
}

/** Stops the server of this cluster, whoever started it, and waits for it: open transactions are rolled back. */
export function stopServer(place: Place): void {
  if (!findPostmaster(place)) return;
  const done = run(place, "pg_ctl", ["stop", "-D", place.data, "-m", "fast", "-w", "-t", "60"]);
  if (done.status !== 0 && findPostmaster(place)) {
    throw new Error(`The embedded PostgreSQL did not stop: ${done.stderr.trim() || done.stdout.trim()}`);
  }
}
