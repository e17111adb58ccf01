import { mlflowExperiment } from "./load-mlflow";
import { curveExperiment, theirCurveExperiment } from "./peer-curves";
import type { Peer } from "./peer-servers";
import { experimentsPerProject } from "./run-fixture";

const mlflow = "/api/2.0/mlflow";
const metrics = Array.from({ length: 500 }, (_, n) => `m${n % 50}`);

/** What is asked of both servers, in the words of the wire; only the names of experiments differ. */
export function peerWork(peer: Peer, isOurs: boolean) {
  const experiment = (n: number) => (isOurs ? `bench-${n}` : String(mlflowExperiment(0, n)));
  const everyExperiment = Array.from({ length: experimentsPerProject }, (_, n) => experiment(n));
  // Where searches do not look: the runs of a bench would be the newest of the next, and empty.
  const aside = isOurs ? curveExperiment : String(theirCurveExperiment);
  let clock = Date.now();
  const post = async (path: string, body: object) => JSON.parse(await peer.call("POST", mlflow + path, body));
  const search = (body: object) => peer.call("POST", `${mlflow}/runs/search`, body);
  const newRun = async (): Promise<string> =>
    (await post("/runs/create", { experiment_id: aside, start_time: clock++, run_name: "bench" })).run.info.run_id;
  const points = (step: number) => metrics.map((key, n) => ({ key, value: n / 7, timestamp: clock, step: step + n }));
  return {
    newRun,
    /** Ids of the oldest runs, which the fixture filled in: what benches add is newer. */
    oldestRuns: async (max_results: number): Promise<string[]> => {
      const body = { experiment_ids: everyExperiment, max_results, order_by: ["attributes.start_time ASC"] };
      const found: { runs?: { info: { run_id: string } }[] } = JSON.parse(await search(body));
      return (found.runs ?? []).map((run) => run.info.run_id);
    },
    /** The token of a page that starts after so many runs, as a client gets it: from page to page. */
    async tokenAfter(runs: number): Promise<string> {
      let token = "";
      for (let seen = 0; seen < runs; seen += 1000) {
        const max_results = Math.min(1000, runs - seen);
        const body = { experiment_ids: everyExperiment, max_results, ...(token ? { page_token: token } : {}) };
        token = JSON.parse(await search(body)).next_page_token ?? token;
      }
      return token;
    },
    page: (token: string) =>
      search({ experiment_ids: everyExperiment, max_results: 50, ...(token ? { page_token: token } : {}) }),
    thousand: () => search({ experiment_ids: everyExperiment, max_results: 1000 }),
    filtered: () =>
      search({
        experiment_ids: everyExperiment,
        max_results: 50,
        filter: "metrics.accuracy > 0.67",
        order_by: ["metrics.log_loss ASC"],
      }),
    batch: (runId: string) => {
      clock += 500;
      return peer.call("POST", `${mlflow}/runs/log-batch`, { run_id: runId, metrics: points(clock % 1_000_000) });
    },
    metric: (runId: string) =>
      peer.call("POST", `${mlflow}/runs/log-metric`, {
        ...{ run_id: runId, key: "loss", value: 0.5, timestamp: clock++, step: clock % 1_000_000 },
      }),
    curves: (runIds: readonly string[]) => {
      const ids = runIds.map((id) => `run_ids=${id}`).join("&");
      return peer.call(
        "GET",
        `/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?${ids}&metric_key=curve&max_results=500`,
      );
    },
  };
}

export type PeerWork = ReturnType<typeof peerWork>;
