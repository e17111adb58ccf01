import { loadavg } from "node:os";
import { connect } from "@/db/client";
import { formatCount } from "@/lib/format";
import { type Benchmark, type Figure, quantile } from "./measure";
import { curveId, curvePoints, curveRuns } from "./peer-curves";
import { openPeerDatabases } from "./peer-databases";
import { type LimitWork, limitWork } from "./peer-limit";
import { mlflowServerPython, type Peer, startMlflow, startWire } from "./peer-servers";
import { type PeerWork, peerWork } from "./peer-work";

const sizes = () => (process.env.COUNTERSIGN_BENCH_RUNS ?? "10000,100000").split(",").map(Number);

type Measured = { p50: number; p95: number; calls: number };

/** Median and p95 of one piece of work: a fifth of the time warms up, at least 5 and at most 100 calls count. */
async function measure(work: () => PromiseLike<unknown>, seconds: number): Promise<Measured> {
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

type Work = () => PromiseLike<unknown>;
type Job = {
  name: string;
  /** How many times faster than MLflow it is asked to be. */
  demand: number;
  prepare: (work: PeerWork) => Promise<Work>;
  limit: (limit: LimitWork) => Promise<Work>;
};

const curves = Array.from({ length: curveRuns }, (_, run) => curveId(run));
const jobsAt = (runs: number): readonly Job[] => [
  {
    name: "run page of 50, newest first",
    demand: 50,
    prepare: async (work) => () => work.page(""),
    limit: async (limit) => limit.page,
  },
  {
    name: "run page of 50, at 90 % depth",
    demand: 50,
    prepare: async (work) => {
      const token = await work.tokenAfter((runs / 10) * 0.9);
      return () => work.page(token);
    },
    limit: (limit) => limit.pageAt((runs / 10) * 0.9),
  },
  {
    name: "runs/search, 1,000 rows",
    demand: 10,
    prepare: async (work) => work.thousand,
    limit: async (limit) => limit.thousand,
  },
  {
    name: "filter by a metric, sort by another",
    demand: 100,
    prepare: async (work) => work.filtered,
    limit: async (limit) => limit.filtered,
  },
  { name: "create a run", demand: 2, prepare: async (work) => work.newRun, limit: async (limit) => limit.newRun },
  {
    name: "log-batch of 500",
    demand: 5,
    prepare: async (work) => {
      const id = await work.newRun();
      return () => work.batch(id);
    },
    limit: async (limit) => limit.batch,
  },
  {
    name: "log-metric",
    demand: 10,
    prepare: async (work) => {
      const id = await work.newRun();
      return () => work.metric(id);
    },
    limit: async (limit) => limit.metric,
  },
  {
    name: `${curveRuns} curves of ${formatCount(curvePoints)} points, 500 buckets`,
    demand: 20,
    prepare: async (work) => () => work.curves(curves),
    limit: async (limit) => limit.curves,
  },
];

/** The same runs on both sides, or the comparison says nothing. Half of a project's, all of them older than what benches add. */
async function assertSame(ours: PeerWork, theirs: PeerWork, size: number): Promise<void> {
  const some = Math.min(1000, Math.floor(size / 20));
  const [a, b] = await Promise.all([ours, theirs].map((work) => work.oldestRuns(some)));
  if (a?.length === 0 || a?.join() !== b?.join())
    throw new Error(`The two servers do not hold the same runs: ${a?.length} and ${b?.length}.`);
}

type Row = { title: string; demand: number; mlflow: Measured; mine: Measured; limit: Measured };

/** One row of the table of docs/benchmarks.md. */
function tableRow({ title, demand, mlflow, mine, limit }: Row): string {
  const factor = mlflow.p50 / mine.p50;
  const millis = ({ p50, p95 }: Measured) => `${p50.toPrecision(3)} (${p95.toPrecision(3)})`;
  const met = factor >= demand ? "met" : `missed by ${(demand / factor).toFixed(1)} times`;
  return `| ${title} | ${demand}x | ${millis(mlflow)} | ${millis(mine)} | ${millis(limit)} | ${factor.toFixed(1)}x | ${met} |`;
}

const figuresOf = ({ title, demand, mlflow, mine, limit }: Row): Figure[] => {
  const figure = (name: string, { p50, p95, calls }: Measured): Figure => ({
    ...{ name: `${title}: ${name}, p50`, value: p50, unit: "ms", note: `p95 ${p95.toFixed(1)}, ${calls} calls` },
  });
  const note = `${demand} asked; load ${(loadavg()[0] ?? 0).toFixed(1)}`;
  return [
    figure("MLflow", mlflow),
    figure("Countersign", mine),
    figure("limit, the SQL alone", limit),
    { name: `${title}: factor`, value: mlflow.p50 / mine.p50, unit: "x", note },
  ];
};

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
      const { sql } = connect(databases.ours, { max: 1 });
      try {
        report("starting both servers");
        const theirs = await startMlflow(python, databases.theirs, databases.folder);
        peers.push(theirs);
        const ours = await startWire(databases.ours, databases.folder, databases.token);
        peers.push(ours);
        const [work, peer] = [peerWork(ours, true), peerWork(theirs, false)];
        const bare = await limitWork(sql, databases.projectId);
        await assertSame(work, peer, size);
        report("| work | demand | MLflow, ms | Countersign, ms | the SQL alone, ms | factor | |");
        for (const job of jobsAt(size)) {
          const mlflow = await measure(await job.prepare(peer), 6);
          const mine = await measure(await job.prepare(work), 4);
          const limit = await measure(await job.limit(bare), 2);
          const row = { title: `${formatCount(size)} runs, ${job.name}`, demand: job.demand, mlflow, mine, limit };
          report(tableRow(row));
          figures.push(...figuresOf(row));
        }
      } finally {
        await sql.end({ timeout: 5 });
        for (const peer of peers) await peer.stop();
        await databases.close();
      }
    }
    return figures;
  },
};
