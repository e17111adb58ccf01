import { bulkHistoryPage, historyPage, type RemotePoint } from "./messages";
import { SourceError } from "./source-error";
import type { TrackingCall } from "./tracking-call";

export type HistoryClient = ReturnType<typeof historyClient>;
export type History = { points: RemotePoint[]; complete: boolean };

const pointsOfAnswer = 25_000;
const runsOfCall = 100;
/** Servers behind a common gateway take request lines of 4,094 bytes. */
const bytesOfLine = 3_900;
const lineWithoutRuns = 120;

/** Problems of one call, which a smaller one may not have. */
const isTooMuch = (error: SourceError): boolean => ["failing", "unreachable", "too_large"].includes(error.problem);

/** Reads histories of metrics: of many runs by one call where the server has one for that, else one by one. */
export function historyClient(call: TrackingCall) {
  let hasBulk = true;
  return {
    /** Runs whose history of a metric is asked for by one call. */
    chunks(key: string, ids: readonly string[]): string[][] {
      const room = bytesOfLine - lineWithoutRuns - encodeURIComponent(key).length;
      const chunks: string[][] = [];
      let left = 0;
      for (const id of ids) {
        const bytes = "&run_id=".length + id.length;
        const last = chunks.at(-1);
        if (hasBulk && last && last.length < runsOfCall && bytes <= left) {
          last.push(id);
          left -= bytes;
        } else {
          chunks.push([id]);
          left = room - bytes;
        }
      }
      return chunks;
    },
    /**
     * Points of one metric by run. `isCut`: the answer was full, so that its last run is left out and others may be missing. Null when the
     * server has no such call; "smaller" when it did not manage this one.
     */
    async bulk(key: string, ids: readonly string[]) {
      if (!hasBulk) return null;
      try {
        const input = { run_id: ids, metric_key: key, max_results: pointsOfAnswer };
        const path = "/metrics/get-history-bulk";
        const { metrics } = await call(bulkHistoryPage, "GET", path, input, "/ajax-api/2.0/mlflow");
        const found = new Map<string, RemotePoint[]>();
        for (const point of metrics) {
          const points = found.get(point.run_id);
          if (points) points.push(point);
          else found.set(point.run_id, [point]);
        }
        const isCut = metrics.length >= pointsOfAnswer;
        if (isCut) found.delete(metrics.at(-1)?.run_id ?? "");
        return { found, isCut };
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        if (error.problem === "busy") throw error;
        if (isTooMuch(error)) return "smaller" as const;
        hasBulk = false;
        return null;
      }
    },
    /** Not asked again in this turn: what it answers is of no use. */
    giveUpBulk: () => {
      hasBulk = false;
    },
    /** Points of one metric of one run, up to about `most`. */
    async history(runId: string, key: string, most: number): Promise<History> {
      const points: RemotePoint[] = [];
      let token: string | undefined;
      do {
        const page = await call(historyPage, "GET", "/metrics/get-history", {
          run_id: runId,
          metric_key: key,
          max_results: pointsOfAnswer,
          page_token: token,
        });
        points.push(...page.metrics);
        token = page.next_page_token || undefined;
      } while (token && points.length < most);
      return { points: points.slice(0, most), complete: !token && points.length <= most };
    },
  };
}
