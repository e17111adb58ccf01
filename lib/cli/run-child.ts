import { type ChildProcess, spawn } from "node:child_process";
import { root } from "./folders";

const running = new Set<ChildProcess>();

/** Ends the children that still run when this process is told to stop. */
export function stopChildren(): void {
  for (const child of running) child.kill("SIGTERM");
}

/** Runs a program in the checkout with its output shown; answers its exit code. */
export function runChild(
  command: string,
  args: string[],
  env: Record<string, string | undefined> = {},
): Promise<number> {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  running.add(child);
  return new Promise((done) => {
    child.once("error", () => done(1));
    child.once("exit", (code) => {
      running.delete(child);
      done(code ?? 1);
    });
  });
}
