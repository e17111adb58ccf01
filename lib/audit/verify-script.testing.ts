import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

const script = fileURLToPath(new URL("../../public/verify.mjs", import.meta.url));

/** Runs public/verify.mjs as a person would: on a file, in a process of its own without any of our code. */
export function verifyScript() {
  const folder = mkdtempSync(join(tmpdir(), "verify-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (name: string, content: string) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const run = (content: string, ...args: string[]): { code: number; output: string } => {
    const path = write("input", content);
    try {
      return {
        code: 0,
        output: execFileSync(process.execPath, [script, path, ...args], {
          encoding: "utf8",
          stdio: "pipe",
          env: {} as NodeJS.ProcessEnv,
        }),
      };
    } catch (error) {
      const { status, stderr } = error as { status: number; stderr: string };
      return { code: status, output: stderr };
    }
  };
  return { write, run };
}
