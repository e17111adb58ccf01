import { createHash } from "node:crypto";

/** Raise it when the rows change: a database filled by an older one is filled anew. */
export const fixtureVersion = 3;
/** Over how many projects the runs are dealt: BENCH_PROJECTS=1 puts all of them into one. */
export const fixtureProjects = Number(process.env.BENCH_PROJECTS ?? 10);
/** In the name of a database that is filled with it. */
export const fixtureKind = (count: number): string =>
  `${count}_v${fixtureVersion}${fixtureProjects === 10 ? "" : `_p${fixtureProjects}`}`;
export const experimentsPerProject = 10;

const start = Date.UTC(2025, 0, 1);
const secondsApart = 30;

/** Parameters and how many values each takes; 0 = another one in every run. */
export const fixtureParams: readonly [name: string, values: number][] = [
  ["optimizer", 4],
  ["learning_rate", 0],
  ["batch_size", 6],
  ["epochs", 20],
  ["dropout", 10],
  ["weight_decay", 0],
  ["hidden_units", 12],
  ["layers", 8],
  ["activation", 5],
  ["seed", 1000],
  ["model", 3],
  ["loss", 3],
  ["scheduler", 4],
  ["warmup_steps", 100],
  ["gradient_clip", 8],
  ["augmentation", 2],
  ["fold", 10],
  ["feature_set", 25],
  ["grid_point", 10_000],
  ["data_version", 50],
];

/** Metrics and the decimals they are rounded to: few decimals make many equal values. */
export const fixtureMetrics: readonly [name: string, decimals: number, scale: number][] = [
  ["accuracy", 4, 1],
  ["roc_auc", 5, 1],
  ["pr_auc", 5, 1],
  ["f1", 4, 1],
  ["precision", 4, 1],
  ["recall", 4, 1],
  ["specificity", 4, 1],
  ["balanced_accuracy", 4, 1],
  ["log_loss", 6, 2],
  ["brier", 6, 0.3],
  ["ece", 5, 0.2],
  ["mcc", 5, 1],
  ["latency_p95_ms", 1, 200],
  ["latency_p50_ms", 1, 80],
  ["memory_mb", 0, 4000],
  ["train/loss", 6, 3],
  ["val/loss", 6, 3],
  ["test/loss", 6, 3],
  ["train/accuracy", 4, 1],
  ["val/accuracy", 4, 1],
  ["test/accuracy", 4, 1],
  ["ks", 5, 1],
  ["gini", 5, 1],
  ["psi", 6, 0.5],
  ["rmse", 6, 10],
  ["mae", 6, 8],
  ["r2", 6, 1],
  ["epochs_run", 0, 50],
  ["rows_per_second", 0, 90_000],
  ["cost", 2, 30],
];

/** A generator of numbers from 0 to 1 that gives the same for the same seed. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type FixtureRun = {
  id: string;
  project: number;
  experiment: number;
  name: string;
  status: string;
  startedAt: number;
  seconds: number;
  isArchived: boolean;
  params: Record<string, string>;
  tags: Record<string, string>;
  /** NaN in one of a thousand; one run in twenty lacks the last metrics. */
  metrics: Record<string, number>;
};

const users = ["ada", "grace", "edsger", "barbara", "donald", "radia", "tony", "leslie"];

/** The `i`-th run of the fixture, oldest first; `projects` are dealt round. The same number gives the same run. */
export function fixtureRun(i: number): FixtureRun {
  const next = random(i * 2_654_435_761);
  const id = createHash("md5").update(`run ${i}`).digest("hex");
  const params: Record<string, string> = {};
  for (const [name, values] of fixtureParams)
    params[name] = values === 0 ? (next() * 0.1).toPrecision(8) : `${Math.floor(next() * values)}`;
  const metrics: Record<string, number> = {};
  const present = next() < 0.05 ? fixtureMetrics.length - 3 : fixtureMetrics.length;
  for (const [name, decimals, scale] of fixtureMetrics.slice(0, present))
    metrics[name] = next() < 0.001 ? Number.NaN : Number((next() * scale).toFixed(decimals));
  const fate = next();
  const position = Math.floor(i / fixtureProjects);
  return {
    id,
    project: i % fixtureProjects,
    experiment: position % experimentsPerProject,
    name: `${["brave", "calm", "eager", "fancy", "gentle"][i % 5]}-${["shark", "finch", "otter", "crane"][i % 4]}-${i}`,
    status: fate < 0.96 ? "FINISHED" : fate < 0.99 ? "FAILED" : "KILLED",
    startedAt: start + i * secondsApart * 1000,
    seconds: Math.floor(next() * 7200),
    isArchived: next() < 0.01,
    params,
    tags: {
      "mlflow.user": users[i % users.length] as string,
      "mlflow.source.name": "train.py",
      "mlflow.source.git.commit": createHash("sha1")
        .update(`commit ${Math.floor(i / 50)}`)
        .digest("hex"),
      team: `team-${i % 7}`,
    },
    metrics,
  };
}
