import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CliError } from "./exit";
import { root } from "./folders";

export type Web = { ended: Promise<number>; stop: () => Promise<void> };

/** Throws, naming PORT, when another program listens there. */
export async function assertPortFree(port: number, host: string): Promise<void> {
  const problem = await new Promise<NodeJS.ErrnoException | null>((done) => {
    const probe = createServer();
    probe.once("error", done);
    probe.listen(port, host, () => probe.close(() => done(null)));
  });
  if (!problem) return;
  const found = problem.code === "EADDRINUSE" ? "in use by another program" : `not usable (${problem.code})`;
  throw new CliError(
    `PORT: found ${port}, which is ${found} on ${host}; expected a free port, e.g. \`PORT=${port + 1} npm start\`.`,
  );
}

/** Starts the web server as a child: a finished build, or with hot reload when `build` is null. */
export function startWeb(options: { build: string | null; port: number; host: string }): Web {
  const { build, port, host } = options;
  const env = {
    ...process.env,
    PORT: String(port),
    HOSTNAME: host,
    NEXT_TELEMETRY_DISABLED: "1",
    NODE_ENV: build ? ("production" as const) : ("development" as const),
    NODE_OPTIONS: "",
  };
  const child: ChildProcess = spawn(
    process.execPath,
    [join(import.meta.dirname, "web-child.js"), ...(build ? [build] : [])],
    {
      cwd: root,
      env,
      // Its own process group: Ctrl-C reaches the launcher, which stops web, worker and database in order.
      detached: true,
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    },
  );
  const ended = new Promise<number>((done) => {
    child.once("error", () => done(1));
    child.once("exit", (code) => done(code ?? 0));
  });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), 5_000);
    await ended;
    clearTimeout(late);
  };
  return { ended, stop };
}

/** Waits until the health address answers 200; throws when the server ends first or needs more than two minutes. */
export async function waitUntilHealthy(port: number, host: string, web: Web): Promise<void> {
  const address = `http://${host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host}:${port}/api/health`;
  let ended = false;
  void web.ended.then(() => {
    ended = true;
  });
  let reason = "no answer";
  for (let waited = 0; waited < 1_200; waited++) {
    if (ended) throw new CliError("The web server stopped while starting; its messages are above.");
    try {
      const answer = await fetch(address, { signal: AbortSignal.timeout(30_000) });
      if (answer.ok) return;
      reason = await answer.text();
    } catch (error) {
      reason = (error as Error).message;
    }
    await sleep(100);
  }
  throw new CliError(`The web server did not become healthy within two minutes: ${reason}`);
}
