import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client, errors } from "undici";
import { freePort } from "@/db/embedded-server";
import { pythonVenv } from "@/lib/mlflow/interop/python-venv";

/** Where a bench sends its calls: one server, one connection. */
export type Peer = {
  name: string;
  call: (method: "GET" | "POST", path: string, body?: object) => Promise<string>;
  stop: () => Promise<void>;
};

async function until(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    if (child.exitCode !== null) throw new Error(`The server of ${url} did not start.`);
    await sleep(100);
  }
}

async function peer(name: string, port: number, child: ChildProcess, token: string | null): Promise<Peer> {
  const origin = `http://127.0.0.1:${port}`;
  await until(`${origin}/health`, child);
  const client = new Client(origin, { headersTimeout: 600_000, bodyTimeout: 600_000 });
  const headers = { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  return {
    name,
    async call(method, path, body) {
      for (let attempt = 1; ; attempt++) {
        try {
          const answer = await client.request({ method, path, headers, body: body ? JSON.stringify(body) : undefined });
          const text = await answer.body.text();
          if (answer.statusCode !== 200)
            throw new Error(`${name}: ${path}: ${answer.statusCode} ${text.slice(0, 500)}`);
          return text;
        } catch (error) {
          // A server closes a connection that was idle while the other was measured, and MLflow's replaces workers that a busy machine keeps waiting.
          if (!(error instanceof errors.SocketError) || attempt === 5) throw error;
          await sleep(500);
        }
      }
    },
    async stop() {
      await client.destroy();
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** A Python with the official server; fetched on first use. */
export async function mlflowServerPython(): Promise<string> {
  const given = process.env.COUNTERSIGN_PEER_PYTHON;
  if (given) return given;
  const venv = await pythonVenv(join(import.meta.dirname, "mlflow-requirements.txt"));
  if ("missing" in venv) throw new Error(`The official MLflow server is needed for this: ${venv.missing}`);
  return venv.python;
}

/** SQLAlchemy wants its driver named. */
const forSqlAlchemy = (url: string): string => url.replace(/^postgres(ql)?:/, "postgresql+psycopg2:");

/** Makes MLflow's own tables in an empty database. */
export function makeMlflowTables(python: string, url: string): Promise<void> {
  const child = spawn(python, ["-m", "mlflow", "db", "upgrade", forSqlAlchemy(url)], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  return new Promise((done, failed) =>
    child.once("exit", (code) => (code === 0 ? done() : failed(new Error(`mlflow db upgrade ended with ${code}.`)))),
  );
}

/** The official server with two workers, one per core. */
export async function startMlflow(python: string, url: string, folder: string): Promise<Peer> {
  const port = await freePort();
  const store = ["--backend-store-uri", forSqlAlchemy(url), "--artifacts-destination", join(folder, "artifacts")];
  const args = ["-m", "mlflow", "server", ...store, "--workers", "2", "--host", "127.0.0.1", "--port", String(port)];
  const env = { ...process.env, MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false", MLFLOW_DISABLE_TELEMETRY: "true" };
  return peer("MLflow", port, spawn(python, args, { stdio: "ignore", cwd: folder, env }), null);
}

/** Our wire as the product runs it, in one process. */
export async function startWire(url: string, folder: string, token: string): Promise<Peer> {
  const port = await freePort();
  const env = {
    ...process.env,
    ...{ DATABASE_URL: url, PORT: String(port), NODE_ENV: "production" as const },
    ...{ COUNTERSIGN_DATA_DIR: folder, NEXTAUTH_SECRET: "a secret of the bench, which nobody else uses" },
  };
  const args = ["--conditions=react-server", "--import", "tsx", "lib/bench/wire-child.ts"];
  return peer("Countersign", port, spawn(process.execPath, args, { stdio: "ignore", env }), token);
}
