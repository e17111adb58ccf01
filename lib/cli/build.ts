import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join, relative } from "node:path";
import { CliError } from "./exit";
import { root } from "./folders";

/** What a production build is made of. Tests, the command line and documents do not change it. */
const sources = ["app", "components", "db", "drizzle/meta/_journal.json", "lib", "public"];
const single = [
  "instrumentation.ts",
  "next.config.js",
  "package-lock.json",
  "postcss.config.mjs",
  "proxy.ts",
  "tsconfig.json",
];
const skipped = /(\.test\.tsx?$)|(^lib\/(architecture|bench|cli)\/)|(^db\/(embedded|testing))/;

function* filesBelow(path: string): Generator<string> {
  if (!existsSync(path)) return;
  if (statSync(path).isFile()) return void (yield path);
  for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isDirectory()) yield* filesBelow(join(path, entry.name));
    else yield join(path, entry.name);
  }
}

/** Fingerprint of everything that goes into a build: equal stamps mean that the build is current. */
export function buildStamp(base = root): string {
  const hash = createHash("sha256").update(process.version);
  for (const path of [...sources, ...single].flatMap((name) => [...filesBelow(join(base, name))])) {
    const name = relative(base, path).replaceAll("\\", "/");
    if (skipped.test(name)) continue;
    hash.update(`\0${name}\0`).update(readFileSync(path));
  }
  return hash.digest("hex").slice(0, 20);
}

/** Builds belong to the checkout, whatever data folder it serves. */
const home = (...names: string[]) => join(root, ".data", ...names);
const builds = () => home("builds");
const server = (folder: string) => join(folder, "server.js");

/** The finished build of this very source, if there is one: the path of its server. */
export function findBuild(stamp = buildStamp()): string | null {
  const path = server(join(builds(), stamp));
  return existsSync(path) ? path : null;
}

function runNextBuild(note: (detail: string) => void): Promise<void> {
  mkdirSync(home(), { recursive: true, mode: 0o711 });
  const log = createWriteStream(home("build.log"));
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" } as NodeJS.ProcessEnv;
  // A build never needs a database or a secret, and none of them may end up in it.
  for (const name of ["DATABASE_URL", "COUNTERSIGN_EMBEDDED", "NEXTAUTH_SECRET", "NODE_OPTIONS"]) delete env[name];
  const child = spawn(process.execPath, [join(root, "node_modules/next/dist/bin/next"), "build"], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const take = (chunk: Buffer) => {
    log.write(chunk);
    output = (output + chunk.toString()).slice(-8_000);
    const line = chunk.toString().trim().split("\n").at(-1)?.trim();
    if (line && line.length < 80) note(line.replace(/[.… ]+$/, ""));
  };
  child.stdout.on("data", take);
  child.stderr.on("data", take);
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("exit", (code) => {
      log.end();
      if (code === 0) return done();
      fail(
        new CliError(
          `The build failed${newestBuild() ? "; `npm start -- --last-build` serves the one before" : ""}. All output is in ${home("build.log")}; it ends:\n\n${output.trim().split("\n").slice(-30).join("\n")}`,
        ),
      );
    });
  });
}

/**
 * Builds for production and keeps the result under its stamp. It is complete before it gets its name, so a failed or
 * interrupted build leaves the earlier ones as they were. Returns the path of the server.
 */
export async function build(note: (detail: string) => void): Promise<string> {
  const stamp = buildStamp();
  await runNextBuild(note);
  const output = join(root, ".next", "standalone");
  cpSync(join(root, ".next", "static"), join(output, ".next", "static"), { recursive: true });
  cpSync(join(root, "public"), join(output, "public"), { recursive: true });
  const target = join(builds(), stamp);
  const half = `${target}.${process.pid}`;
  cpSync(output, half, { recursive: true, verbatimSymlinks: true });
  rmSync(target, { recursive: true, force: true });
  renameSync(half, target);
  rmSync(output, { recursive: true, force: true });
  prune(stamp);
  return server(target);
}

/** Names of the finished builds, newest first. */
function finished(): string[] {
  if (!existsSync(builds())) return [];
  return readdirSync(builds())
    .filter((name) => existsSync(server(join(builds(), name))) && !name.includes("."))
    .sort((a, b) => statSync(join(builds(), b)).mtimeMs - statSync(join(builds(), a)).mtimeMs);
}

/** The newest finished build, of whatever source. */
export function newestBuild(): string | null {
  const [name] = finished();
  return name ? server(join(builds(), name)) : null;
}

/** Keeps this build and the one before it; halves of interrupted ones go. */
function prune(current: string): void {
  const [before] = finished().filter((name) => name !== current);
  for (const name of readdirSync(builds())) {
    if (name !== current && name !== before) rmSync(join(builds(), name), { recursive: true, force: true });
  }
}
