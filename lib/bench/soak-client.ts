import { Client } from "undici";
import { experimentsPerProject } from "./run-fixture";

export type SoakKind = "read" | "write";

const mlflow = "/api/2.0/mlflow";
const experiment_ids = Array.from({ length: experimentsPerProject }, (_, n) => `bench-${n}`);

/** One connection that reads as people and tools do, and logs runs from beginning to end. */
export function soakClient(url: string, token: string) {
  const client = new Client(url);
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  let run: { id: string; calls: number } | null = null;
  let ended: string | null = null;

  async function call(method: "GET" | "POST" | "PATCH", path: string, body?: object) {
    const answer = await client.request({ method, path, headers, body: body ? JSON.stringify(body) : undefined });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`${method} ${path}: ${answer.statusCode} ${text.slice(0, 200)}`);
    return text;
  }
  const search = (body: object) => call("POST", `${mlflow}/runs/search`, { experiment_ids, ...body });
  const reads = [
    () => search({ max_results: 50 }),
    () => search({ max_results: 200, filter: "metrics.accuracy > 0.9", order_by: ["metrics.log_loss ASC"] }),
    () => search({ max_results: 50, filter: "params.optimizer = '1'", order_by: ["params.learning_rate DESC"] }),
    () => call("GET", "/api/v1/runs?limit=50"),
    () => call("GET", "/api/v1/experiments"),
    () => call("GET", "/sign-in"),
    () => (ended ? call("GET", `${mlflow}/runs/get?run_id=${ended}`) : search({ max_results: 10 })),
    () =>
      ended
        ? call("GET", `/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?run_ids=${ended}&metric_key=m1`)
        : search({ max_results: 10 }),
  ];
  async function write(n: number): Promise<void> {
    if (!run) {
      const body = { experiment_id: "bench-0", start_time: Date.now(), run_name: "soak" };
      const made: { run: { info: { run_id: string } } } = JSON.parse(await call("POST", `${mlflow}/runs/create`, body));
      run = { id: made.run.info.run_id, calls: 0 };
      return;
    }
    const { id: run_id } = run;
    run.calls += 1;
    if (run.calls > 8) {
      await call("POST", `${mlflow}/runs/update`, { run_id, status: "FINISHED", end_time: Date.now() });
      ended = run_id;
      run = null;
      return;
    }
    const step = run.calls * 20;
    const metrics = Array.from({ length: 200 }, (_, i) => ({
      ...{ key: `m${i % 10}`, value: Math.sin(n + i), timestamp: Date.now(), step: step + Math.floor(i / 10) },
    }));
    const params = [{ key: `p${run.calls}`, value: String(n) }];
    await call("POST", `${mlflow}/runs/log-batch`, { run_id, metrics, params });
  }
  return async (kind: SoakKind, n: number): Promise<unknown> =>
    kind === "write" ? write(n) : reads[n % reads.length]?.();
}
