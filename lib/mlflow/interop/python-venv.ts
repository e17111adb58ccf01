import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
export const minutes = 60_000;

/** Outside of the checkout, so that a clean clone finds what an earlier one fetched. */
const cache = () => process.env.COUNTERSIGN_INTEROP_DIR ?? join(homedir(), ".cache", "countersign", "interop");

/** Why a command failed, as its last words say it. */
function lastWords(error: unknown): string {
  const { stdout = "", stderr = "", message } = error as Error & { stdout?: string; stderr?: string };
  return (stderr || stdout).trim().split("\n").slice(-3).join("\n") || message;
}

export type Venv = { python: string } | { missing: string };

/**
 * A Python with the packages that a file of requirements pins, made once and kept; or why there is none: no Python, or no package
 * index. Whoever asks decides whether that is a failure.
 */
export async function pythonVenv(requirements: string): Promise<Venv> {
  const pinned = readFileSync(requirements);
  const { stdout, missing } = await run("python3", ["--version"]).then(
    ({ stdout }) => ({ stdout, missing: null }),
    (error: Error) => ({ stdout: "", missing: `python3 does not run: ${lastWords(error)}` }),
  );
  if (missing) return { missing };
  const key = createHash("sha256").update(pinned).update(stdout).digest("hex").slice(0, 16);
  const folder = join(cache(), key);
  const python = join(folder, "bin", "python");
  const complete = join(folder, "complete");
  if (existsSync(complete)) return { python };
  try {
    // What an interrupted installation left is of no use.
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(cache(), { recursive: true });
    await run("python3", ["-m", "venv", folder], { timeout: 2 * minutes });
    const quiet = ["--quiet", "--disable-pip-version-check", "--no-input", "--no-compile", "--only-binary=:all:"];
    const args = ["-m", "pip", "install", ...quiet, "--retries", "8", "--timeout", "60", "-r", requirements];
    await run(python, args, { timeout: 10 * minutes });
    writeFileSync(complete, "");
    return { python };
  } catch (error) {
    return { missing: `the packages could not be installed: ${lastWords(error)}` };
  }
}
