import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type ServedPoint = { key: string; value: number; timestamp: number; step: number };
export type ServedRun = { id: string; start: number | null; points: ServedPoint[] };
type Fault = number | "large" | undefined;
/** What a test has the server do other than answering. */
export type Faults = {
  /** A page of runs, by its rows. */
  page?: (runs: readonly ServedRun[], asked: { most: number; filter: string }) => Fault;
  history?: (runId: string) => Fault;
  bulk?: (runIds: readonly string[]) => Fault | "unknown" | "first";
  /** Points that an answer of many runs may have; what is beyond them is left out without a word. */
  mostPoints?: number;
  models?: number;
  everything?: number;
  /** Pages of runs are answered after it. */
  held?: Promise<void>;
};

const ordered = (points: readonly ServedPoint[], key: string) =>
  points
    .filter((point) => point.key === key)
    .sort((a, b) => a.timestamp - b.timestamp || a.step - b.step || a.value - b.value);

const latestOf = (points: readonly ServedPoint[]): ServedPoint[] =>
  [...new Set(points.map(({ key }) => key))].map(
    (key) =>
      points.filter((point) => point.key === key).sort((a, b) => b.step - a.step || b.timestamp - a.timestamp)[0],
  ) as ServedPoint[];

const infoOf = ({ id, start }: ServedRun) => ({
  ...{ run_id: id, run_name: `run ${id}`, experiment_id: "1", status: "FINISHED" },
  ...(start === null ? {} : { start_time: start, end_time: start + 1_000 }),
});

/** A small tracking server over runs in memory, for what a real one does only when it is broken. Counts its calls by path. */
export async function serveTracking(port = 0) {
  const state = { runs: [] as ServedRun[], faults: {} as Faults, calls: new Map<string, number>() };

  function refuse(response: ServerResponse, fault: Exclude<Fault, undefined> | "unknown"): void {
    if (fault === "unknown") response.writeHead(404).end("<html>");
    else if (fault === "large") response.end(`{"a":"${"x".repeat(70_000)}"}`);
    else response.writeHead(fault, { "content-type": "application/json" }).end('{"error_code":"INTERNAL_ERROR"}');
  }

  function searchRuns(response: ServerResponse, body: Record<string, unknown>): void {
    const filter = String(body.filter ?? "");
    const bound = (operator: string) =>
      Number(new RegExp(`start_time ${operator} (\\d+)`).exec(filter)?.[1] ?? Number.NaN);
    const [from, until] = [bound(">="), bound("<")];
    const all = state.runs
      .filter(({ start }) => filter === "" || (start !== null && !(start < from) && !(start >= until)))
      .sort((a, b) => (a.start ?? -1) - (b.start ?? -1));
    const offset = Number(body.page_token ?? 0);
    const most = Number(body.max_results);
    const rows = all.slice(offset, offset + most);
    const fault = state.faults.page?.(rows, { most, filter });
    if (fault !== undefined) {
      refuse(response, fault);
      return;
    }
    const runs = rows.map((run) => ({
      info: infoOf(run),
      data: { metrics: latestOf(run.points), params: [], tags: [] },
    }));
    response.end(JSON.stringify({ runs, ...(rows.length === most ? { next_page_token: `${offset + most}` } : {}) }));
  }

  function searchHistory(response: ServerResponse, query: URLSearchParams, isBulk: boolean): void {
    const key = query.get("metric_key") ?? "";
    const ids = query.getAll("run_id");
    const fault = isBulk ? state.faults.bulk?.(ids) : state.faults.history?.(ids[0] ?? "");
    if (fault !== undefined && fault !== "first") {
      refuse(response, fault);
      return;
    }
    const asked = fault === "first" ? ids.slice(0, 1) : [...ids].sort();
    const found = asked.flatMap((id) =>
      ordered(state.runs.find((run) => run.id === id)?.points ?? [], key).map((point) => ({ ...point, run_id: id })),
    );
    const most = Math.min(Number(query.get("max_results")), isBulk ? (state.faults.mostPoints ?? 25_000) : 25_000);
    const text = JSON.stringify({ metrics: found.slice(0, most).map((one) => ({ ...one, value: `#${one.value}#` })) });
    // Bare words, as upstream writes them here.
    response.end(text.replaceAll('"#', "").replaceAll('#"', ""));
  }

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://x");
    let text = "";
    for await (const part of request) text += part;
    const body = text === "" ? {} : JSON.parse(text);
    const path = pathname.replace(/^.*\/mlflow\//, "");
    state.calls.set(path, (state.calls.get(path) ?? 0) + 1);
    if (state.faults.everything !== undefined) refuse(response, state.faults.everything);
    else if (path === "experiments/search")
      response.end(JSON.stringify({ experiments: [{ experiment_id: "1", name: "credit" }] }));
    else if (path === "runs/search") {
      await state.faults.held;
      searchRuns(response, body);
    } else if (path.startsWith("metrics/")) searchHistory(response, searchParams, path.endsWith("bulk"));
    else if (path === "registered-models/search" && state.faults.models) refuse(response, state.faults.models);
    else response.end("{}");
  });
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { state, host, url: `http://${host}`, close: () => server.closeAllConnections() };
}
