import { loadavg } from "node:os";
import { formatCount } from "@/lib/format";
import { type Benchmark, type Figure, quantile } from "./measure";
import { openPeerDatabases } from "./peer-databases";
import { mlflowServerPython, type Peer, startMlflow, startWire } from "./peer-servers";
import { type PeerWork, peerWork } from "./peer-work";

const sizes = () => (process.env.COUNTERSIGN_BENCH_RUNS ?? "10000,100000").split(",").map(Number);
const curveRuns = 20;
const curvePoints = 10_000;

/** Median and p95 of one piece of work: a fifth of the time warms up, at least 5 and at most 100 calls count. */
async function measure(work: () => Promise<unknown>, seconds: number) {
  const warm = performance.now() + seconds * 200;
  do await work();
  while (performance.now() < warm);
  const until = performance.now() + seconds * 1000;
  const millis: number[] = [];
  while (millis.length < 5 || (millis.length < 100 && performance.now() < until)) {
    const began = performance.now();
    await work();
    millis.push(performance.now() - began);
  }
  millis.sort((a, b) => a - b);
  return { p50: quantile(millis, 0.5), p95: quantile(millis, 0.95), calls: millis.length };
}

type Job = { name: string; prepare: (work: PeerWork) => Promise<() => Promise<unknown>> };

const writing: readonly Job[] = [
  { name: "create a run", prepare: async (work) => work.newRun },
  {
    name: "log-batch of 500",
    prepare: async (work) => {
      const id = await work.newRun();
      return () => work.batch(id);
    },
  },
  {
    name: "log-metric",
    prepare: async (work) => {
      const id = await work.newRun();
      return () => work.metric(id);
    },
  },
];
const curves: Job = {
  name: `${curveRuns} curves of ${formatCount(curvePoints)} points, 500 buckets`,
  prepare: async (work) => {
    const ids: string[] = [];
    for (let n = 0; n < curveRuns; n++) {
      const id = await work.newRun();
      for (let from = 0; from < curvePoints; from += 1000) await work.curve(id, from);
      ids.push(id);
    }
    return () => work.curves(ids);
  },
};
const readingAt = (runs: number): readonly Job[] => [
  { name: "run page of 50, newest first", prepare: async (work) => () => work.page("") },
  {
    name: "run page of 50, at 90 % depth",
    prepare: async (work) => {
      const token = await work.tokenAfter((runs / 10) * 0.9);
      return () => work.page(token);
    },
  },
  { name: "runs/search, 1,000 rows", prepare: async (work) => work.thousand },
  { name: "filter by a metric, sort by another", prepare: async (work) => work.filtered },
];

/** The same runs on both sides, or the comparison says nothing. Half of a project's, all of them older than what benches add. */
async function assertSame(ours: PeerWork, theirs: PeerWork, size: number): Promise<void> {
  const some = Math.min(1000, Math.floor(size / 20));
  const [a, b] = await Promise.all([ours, theirs].map((work) => work.oldestRuns(some)));
  if (a?.length === 0 || a?.join() !== b?.join())
    throw new Error(`The two servers do not hold the same runs: ${a?.length} and ${b?.length}.`);
}

/** The official MLflow server and ours on the same runs, in one go: one call after the other over one connection each. */
export const mlflowPeer: Benchmark = {
  name: "mlflow",
  title: "Side by side with the official MLflow server",
  async run(report) {
    const figures: Figure[] = [];
    const python = await mlflowServerPython();
    for (const size of sizes()) {
      const databases = await openPeerDatabases(size, python, report);
      const peers: Peer[] = [];
      try {
        report("starting both servers");
        const theirs = await startMlflow(python, databases.theirs, databases.folder);
        peers.push(theirs);
        const ours = await startWire(databases.ours, databases.folder, databases.token);
        peers.push(ours);
        const [work, peer] = [peerWork(ours, true), peerWork(theirs, false)];
        await assertSame(work, peer, size);
        for (const job of [...readingAt(size), ...writing, curves]) {
          const title = `${formatCount(size)} runs, ${job.name}`;
          report(title);
          const mlflow = await measure(await job.prepare(peer), 6);
          const mine = await measure(await job.prepare(work), 4);
          const load = `load ${(loadavg()[0] ?? 0).toFixed(1)}`;
          figures.push(
            {
              name: `${title}: MLflow, p50`,
              value: mlflow.p50,
              unit: "ms",
              note: `p95 ${mlflow.p95.toFixed(1)}, ${mlflow.calls} calls`,
            },
            {
              name: `${title}: Countersign, p50`,
              value: mine.p50,
              unit: "ms",
              note: `p95 ${mine.p95.toFixed(1)}, ${mine.calls} calls`,
            },
            { name: `${title}: factor`, value: mlflow.p50 / mine.p50, unit: "x", note: load },
          );
        }
      } finally {
        for (const peer of peers) await peer.stop();
        await databases.close();
      }
    }
    return figures;
  },
};
