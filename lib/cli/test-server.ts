import { spawn } from "node:child_process";
import { chmodSync, createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@/db/embedded-server";
import { CliError } from "./exit";
import { root } from "./folders";

export type TestServer = { url: string; dataFolder: string; sourcePort: number; stop: () => Promise<void> };

const patienceMs = 300_000;

/** Settings a developer may have that must not reach a test: it has its own database, port and secret. */
const own = [
  "DATABASE_URL",
  "COUNTERSIGN_EMBEDDED",
  "HOST",
  "NEXTAUTH_URL",
  "NEXTAUTH_SECRET",
  "OIDC_ISSUER",
  "OIDC_CLIENT_ID",
  "OIDC_CLIENT_SECRET",
  "SMTP_URL",
  "MAIL_FROM",
  "WEBHOOK_PORTS",
  "IMPORT_ALLOWED_HOSTS",
  "WEBHOOK_ALLOW_LOOPBACK",
];

/** `npm start` on a temporary folder and a free port: the product as a newcomer gets it, demo included. */
export async function startTestServer(): Promise<TestServer> {
  const dataFolder = mkdtempSync(join(tmpdir(), "countersign-e2e-"));
  chmodSync(dataFolder, 0o711);
  const port = await freePort();
  const env: NodeJS.ProcessEnv = { ...process.env, COUNTERSIGN_DATA_DIR: dataFolder, PORT: String(port) };
  for (const name of own) delete env[name];
  // Where a test may serve runs to be taken over.
  const sourcePort = await freePort();
  env.IMPORT_ALLOWED_HOSTS = `127.0.0.1:${sourcePort}`;
  const logFile = join(dataFolder, "start.log");
  const child = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", "lib/cli/start.ts"], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const log = createWriteStream(logFile);
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      await ended;
    }
    rmSync(dataFolder, { recursive: true, force: true });
  };
  const said = () => (existsSync(logFile) ? readFileSync(logFile, "utf8") : "");
  const url = `http://localhost:${port}`;
  for (const started = Date.now(); Date.now() - started < patienceMs; await sleep(200)) {
    // Its own last line, not the health address: that answers before the worker runs.
    if (said().includes("Countersign is ready")) return { url, dataFolder, sourcePort, stop };
    if (child.exitCode !== null) break;
  }
  const output = said().trim().split("\n").slice(-30).join("\n");
  await stop();
  throw new CliError(`The server for the browser tests did not start. It said:\n${output}`);
}
