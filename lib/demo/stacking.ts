import type { PredictionTable } from "@/lib/experiments/prediction-set";
import { brierScore } from "@/lib/stats/calibration";
import { rocAuc } from "@/lib/stats/roc-auc";

export type StackSettings = { learningRate: number; epochs: number; batch: number; seed: number };
export type Epoch = { trainLogLoss: number; validLogLoss: number };
type Confusion = { tp: number; fp: number; fn: number; tn: number };
export type SliceFigures = { dimension: string; value: string; n: number; confusion: Confusion };
export type Stack = { epochs: Epoch[]; metrics: Record<string, number>; slices: SliceFigures[]; evalRows: number };

type Rows = { first: number[]; second: number[]; labels: number[] };
type Weights = [first: number, second: number, bias: number];

const logit = (score: number): number => {
  const inside = Math.min(1 - 1e-6, Math.max(1e-6, score));
  return Math.log(inside / (1 - inside));
};
const at = (values: readonly number[], index: number): number => values[index] ?? 0;

/** Marsaglia's xorshift32: the same seed gives the same order of rows on every machine. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
}

function shuffle(order: number[], random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [at(order, j), at(order, i)];
  }
}

const scoreOf = ({ first, second }: Rows, [a, b, bias]: Weights, row: number): number =>
  1 / (1 + Math.exp(-(a * at(first, row) + b * at(second, row) + bias)));

function logLoss(rows: Rows, weights: Weights): number {
  let sum = 0;
  for (let row = 0; row < rows.labels.length; row++) {
    const score = scoreOf(rows, weights, row);
    sum -= Math.log(Math.max(1e-15, at(rows.labels, row) === 1 ? score : 1 - score));
  }
  return sum / rows.labels.length;
}

/** One pass over the rows in mini-batches of stochastic gradient descent. */
function pass(rows: Rows, weights: Weights, order: readonly number[], { learningRate, batch }: StackSettings): void {
  for (let from = 0; from < order.length; from += batch) {
    const chosen = order.slice(from, from + batch);
    const gradient: Weights = [0, 0, 0];
    for (const row of chosen) {
      const error = scoreOf(rows, weights, row) - at(rows.labels, row);
      gradient[0] += error * at(rows.first, row);
      gradient[1] += error * at(rows.second, row);
      gradient[2] += error;
    }
    for (const i of [0, 1, 2] as const) weights[i] -= (learningRate * gradient[i]) / chosen.length;
  }
}

const cellOf = (isPositive: boolean, isCalled: boolean): keyof Confusion =>
  isPositive ? (isCalled ? "tp" : "fn") : isCalled ? "fp" : "tn";

function slicesOf(table: PredictionTable, kept: readonly number[], scores: readonly number[]): SliceFigures[] {
  return ["sex", "age_band"].flatMap((dimension) => {
    const values = table.columns.find(({ name }) => name === dimension)?.values ?? [];
    const found = new Map<string, Confusion>();
    kept.forEach((row, index) => {
      const value = values[row] ?? "";
      const cells = found.get(value) ?? { tp: 0, fp: 0, fn: 0, tn: 0 };
      cells[cellOf(at(table.labels, row) === 1, at(scores, index) >= 0.5)]++;
      found.set(value, cells);
    });
    return [...found].map(([value, confusion]) => {
      const { tp, fp, fn, tn } = confusion;
      return { dimension, value, n: tp + fp + fn + tn, confusion };
    });
  });
}

/**
 * Stacks two models: a logistic regression on both scores, fitted by gradient descent on every other row and measured on
 * the rows between them. Both tables hold the same rows in the same order.
 */
export function fitStack(one: PredictionTable, other: PredictionTable, settings: StackSettings): Stack {
  const half = (rest: 0 | 1): { rows: Rows; kept: number[] } => {
    const kept = one.labels.map((_, row) => row).filter((row) => row % 2 === rest);
    const pick = (values: readonly number[]) => kept.map((row) => at(values, row));
    const scores = (table: PredictionTable) => pick(table.scores).map(logit);
    return { rows: { first: scores(one), second: scores(other), labels: pick(one.labels) }, kept };
  };
  const [train, valid] = [half(0), half(1)];
  const random = randomFrom(settings.seed);
  const weights: Weights = [0, 0, 0];
  const order = train.rows.labels.map((_, row) => row);
  const epochs = Array.from({ length: settings.epochs }, () => {
    shuffle(order, random);
    pass(train.rows, weights, order, settings);
    return { trainLogLoss: logLoss(train.rows, weights), validLogLoss: logLoss(valid.rows, weights) };
  });
  const { labels } = valid.rows;
  const scores = labels.map((_, row) => scoreOf(valid.rows, weights, row));
  const cells = { tp: 0, fp: 0, fn: 0, tn: 0 };
  scores.forEach((score, row) => {
    cells[cellOf(at(labels, row) === 1, score >= 0.5)]++;
  });
  const { tp, fp, fn, tn } = cells;
  const metrics = {
    roc_auc: rocAuc(labels, scores) ?? 0,
    accuracy: (tp + tn) / labels.length,
    recall: tp / (tp + fn),
    precision: tp / (tp + fp),
    selection_rate: (tp + fp) / labels.length,
    log_loss: epochs.at(-1)?.validLogLoss ?? 0,
    brier: brierScore(labels, scores) ?? 0,
    weight_linear: weights[0],
    weight_trees: weights[1],
  };
  return { epochs, metrics, slices: slicesOf(one, valid.kept, scores), evalRows: labels.length };
}
