import "server-only";
import type { ParsedRun } from "@/lib/experiments/parse-run-line";
import { readValue, withPoints } from "./draft-run";
import { askedAgain, goesPast, type SyncTools } from "./go-past";
import { inFlight } from "./in-flight";
import type { RemotePoint } from "./messages";
import { type Skip, skipRun } from "./note-skips";
import { SourceError } from "./source-error";

/** Points and metrics of one run whose history is taken; points that are held at once; calls at a time. */
const most = { points: 200_000, keys: 2_000, held: 300_000, calls: 6 };

type Metric = ParsedRun["draft"]["metrics"][number];
type Reading = {
  run: ParsedRun;
  latest: ReadonlyMap<string, Metric>;
  histories: Map<string, RemotePoint[]>;
  points: number;
  /** What of it is left out, and why. */
  cut: string | null;
  /** Why it is not taken at all. */
  failure: string | null;
};
/** `rest`: runs that would have been too much at once. */
export type HistoriesRead = { runs: ParsedRun[]; skips: Skip[]; points: number; rest: ParsedRun[] };

const toRead = (run: ParsedRun): Reading => ({
  ...{ run, histories: new Map(), points: 0, cut: null, failure: null },
  latest: new Map(run.draft.metrics.map((metric) => [metric.key, metric])),
});

const isSame = (a: number, b: number) => a === b || (Number.isNaN(a) && Number.isNaN(b));

/** Whether a history has the point that the run itself says is the latest: one that was cut off, or is of another run, has not. */
function hasLatest({ latest }: Reading, key: string, points: readonly RemotePoint[]): boolean {
  const last = latest.get(key);
  if (!last) return false;
  const value = last.value ?? Number(last.raw);
  return points.some(
    (point) => point.step === last.step && point.timestamp === last.at && isSame(readValue(point.value), value),
  );
}

function keep(reading: Reading, key: string, points: RemotePoint[], complete: boolean): void {
  const room = most.points - reading.points;
  const taken = points.length > room ? points.slice(0, room) : points;
  reading.histories.set(key, taken);
  reading.points += taken.length;
  if (!complete || taken.length < points.length)
    reading.cut ??= `Of ${key} only the first ${taken.length.toLocaleString("en")} points`;
}

async function readOne(reading: Reading, key: string, tools: SyncTools): Promise<void> {
  try {
    const { points, complete } = await tools.client.history(reading.run.draft.run.id, key, most.points);
    keep(reading, key, points, complete);
  } catch (error) {
    // Deleted between the page and its history, or a history that no one can read: the others still come in.
    if (!(error instanceof SourceError)) throw error;
    if (!["rejected", "not_mlflow", "too_large"].includes(error.problem) && !(await goesPast(error, tools)))
      throw error;
    reading.failure = `The history of ${key} cannot be read. ${error.message} ${askedAgain}`;
  }
}

/** Reads one metric of some runs: by one call when it answers them all, else in halves, else one by one. */
async function readKey(key: string, asked: readonly Reading[], tools: SyncTools): Promise<void> {
  const { client } = tools;
  let left = asked.filter(({ failure }) => failure === null);
  while (left.length > 1) {
    const ids = left.map(({ run }) => run.draft.run.id);
    const answer = await client.bulk(key, ids);
    if (answer === "smaller") {
      const half = Math.ceil(left.length / 2);
      await readKey(key, left.slice(0, half), tools);
      return readKey(key, left.slice(half), tools);
    }
    if (answer === null) break;
    const before = left.length;
    left = left.filter((reading) => {
      const points = answer.found.get(reading.run.draft.run.id);
      if (!points || !hasLatest(reading, key, points)) return true;
      keep(reading, key, points, true);
      return false;
    });
    if (!answer.isCut && left.length === before) client.giveUpBulk();
    if (!answer.isCut || left.length === before) break;
  }
  for (const reading of left) await readOne(reading, key, tools);
}

function whatIsCut({ run, cut }: Reading): Skip[] {
  const { id, name } = run.draft.run;
  const reason = `${cut} came with their history; their latest values did come.`;
  return cut === null ? [] : [{ kind: "history", remoteId: id, name, reason }];
}

/**
 * Reads the history of the metrics of some runs, which the runs themselves do not say: their latest values come with them. Which of the
 * metrics have one point only is said nowhere, so all are asked for. Runs that would be too much at once are left for the next time.
 */
export async function readHistories(
  runs: readonly ParsedRun[],
  tools: SyncTools,
  mostHeld = most.held,
): Promise<HistoriesRead> {
  let held = runs.map(toRead);
  const byKey = new Map<string, Reading[]>();
  for (const reading of held) {
    const { metrics } = reading.run.draft;
    if (metrics.length > most.keys)
      reading.cut = `Only ${most.keys.toLocaleString("en")} of its ${metrics.length.toLocaleString("en")} metrics`;
    for (const { key } of metrics.slice(0, most.keys)) byKey.set(key, [...(byKey.get(key) ?? []), reading]);
  }
  const jobs = [...byKey].flatMap(([key, readings]) => {
    const byId = new Map(readings.map((reading) => [reading.run.draft.run.id, reading]));
    return tools.client.chunks(key, [...byId.keys()]).map((ids) => ({ key, ids, byId }));
  });
  const isHeld = new Set(held);
  await inFlight(jobs, most.calls, async ({ key, ids, byId }) => {
    const asked = ids.flatMap((id) => byId.get(id) ?? []).filter((reading) => isHeld.has(reading));
    for (const reading of asked.filter(({ points }) => points >= most.points))
      reading.cut ??= `Of its metrics only ${reading.histories.size.toLocaleString("en")}`;
    const open = asked.filter(({ points }) => points < most.points);
    if (open.length > 0) await readKey(key, open, tools);
    await tools.beat();
    const total = held.reduce((sum, { points }) => sum + points, 0);
    if (total <= mostHeld || held.length === 1) return;
    for (const dropped of held.slice(Math.ceil(held.length / 2))) {
      isHeld.delete(dropped);
      dropped.histories.clear();
    }
    held = held.slice(0, Math.ceil(held.length / 2));
  });
  const good = held.filter(({ failure }) => failure === null);
  return {
    runs: good.map(({ run, histories }) => withPoints(run, histories)),
    skips: [
      ...good.flatMap(whatIsCut),
      ...held.flatMap(({ run: { draft }, failure }) => (failure === null ? [] : [skipRun(draft.run, failure)])),
    ],
    points: good.reduce((sum, { points }) => sum + points, 0),
    rest: runs.slice(held.length),
  };
}
