import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { stringify } from "yaml";
import { storeArtifact } from "@/lib/artifacts/store-artifact";
import { createExperiment } from "@/lib/experiments/commands/create-experiment";
import { updateRun } from "@/lib/experiments/commands/update-run";
import { changeRun } from "@/lib/experiments/ingest/change-run";
import { createRun } from "@/lib/experiments/ingest/create-run";
import { type DatasetInput, logInputs } from "@/lib/experiments/ingest/log-inputs";
import { logMetrics } from "@/lib/experiments/ingest/log-metrics";
import { mergeParams } from "@/lib/experiments/ingest/merge-params";
import { parseSlices } from "@/lib/experiments/ingest/parse-slices";
import { setSlices } from "@/lib/experiments/ingest/set-slices";
import type { PredictionTable } from "@/lib/experiments/prediction-set";
import { axesFromMlflow } from "@/lib/mlflow/tracking/axes-from-mlflow";
import { runNameTag } from "@/lib/mlflow/tracking/run-name";
import type { Stage } from "./cast";
import { readDemoPredictions } from "./runs";
import { fitStack, type Stack, type StackSettings } from "./stacking";

const tried: readonly (StackSettings & { question: string })[] = [
  { learningRate: 0.003, epochs: 40, batch: 256, seed: 11, question: "Does a blend of both models beat either alone?" },
  {
    learningRate: 0.03,
    epochs: 40,
    batch: 256,
    seed: 11,
    question: "The slow one was still falling: ten times the rate.",
  },
  { learningRate: 0.03, epochs: 40, batch: 256, seed: 23, question: "The same with another order of rows." },
];

/** Name, digest and use of one half of the evaluation rows, as MLflow's client describes a dataset. */
function half(table: PredictionTable, rest: 0 | 1): DatasetInput {
  const digest = createHash("sha256");
  table.rowIds.forEach((id, row) => {
    if (row % 2 === rest) digest.update(`${id},${table.labels[row]}\n`);
  });
  const context = rest === 0 ? "training" : "evaluation";
  return {
    name: `adult-eval-fixed-${rest === 0 ? "even" : "odd"}-rows`,
    digest: digest.digest("hex").slice(0, 8),
    sourceType: "local",
    source: JSON.stringify({ uri: "data/adult-eval-fixed.parquet" }),
    schema: null,
    profile: JSON.stringify({ num_rows: Math.ceil((table.rowIds.length - rest) / 2) }),
    ...{ context, tags: { "mlflow.data.context": context } },
  };
}

/** Tags as MLflow's client sends them outside of a git checkout, and those of ours for what it has no field for. */
const tagsOf = (name: string, question: string, user: string, evalRows: number) => ({
  [runNameTag]: name,
  "mlflow.user": user,
  "mlflow.note.content": question,
  "countersign.algorithm": "stacked-logreg",
  "countersign.feature_definitions": "v1.0.0",
  "countersign.eval_rows": String(evalRows),
  "countersign.threshold": "0.5",
});

/** What a script uploads as `countersign/slices.json`: keys of metrics cannot hold values such as "65+". */
const documentOf = ({ slices }: Stack) =>
  slices.map(({ confusion, ...slice }) => {
    const { tp, fp, fn, tn } = confusion;
    const rates = { accuracy: (tp + tn) / slice.n, recall: tp / (tp + fn), fpr: fp / (fp + tn) };
    return { ...slice, confusion, positives: tp + fn, ...rates };
  });

/** What a script uploads as `config.yaml`, for whoever wants to start it again. */
const configOf = ({ learningRate, epochs, batch, seed }: (typeof tried)[number]): string =>
  stringify({
    model: { kind: "stacked-logreg", inputs: ["lr-v1-s2-C1", "hgb-v1-seed11"], transform: "logit" },
    data: { rows: "adult-eval-fixed", fit_on: "even", evaluate_on: "odd" },
    optimizer: { kind: "sgd", learning_rate: learningRate, epochs, batch_size: batch },
    seed,
  });

type Logged = { experimentId: string; inputs: DatasetInput[]; one: (typeof tried)[number]; stack: Stack };

async function log(stage: Stage, { experimentId, inputs, one, stack }: Logged): Promise<void> {
  const ctx = stage.as("marta");
  const name = `stack-lr${one.learningRate}-seed${one.seed}`;
  const user = "mlindqvist";
  const startedAt = ctx.now();
  const tags = tagsOf(name, one.question, user, stack.evalRows);
  const { runId } = await createRun(ctx, { experimentId, name, startedAt, user, tags }, axesFromMlflow);
  await logInputs(ctx, runId, inputs, axesFromMlflow);
  const params = {
    learning_rate: one.learningRate,
    max_iter: one.epochs,
    batch_size: one.batch,
    random_state: one.seed,
  };
  const sent = Object.entries(params).map(([key, value]) => ({ key, value: String(value) }));
  await changeRun(ctx, runId, axesFromMlflow, (run) => {
    const merged = mergeParams(run.id, run.params, sent);
    return merged && { params: merged };
  });
  const second = (step: number) => startedAt.getTime() + step * 900;
  const curves = stack.epochs.flatMap(({ trainLogLoss, validLogLoss }, index) => [
    { key: "train_log_loss", value: trainLogLoss, step: index + 1, at: second(index + 1) },
    { key: "valid_log_loss", value: validLogLoss, step: index + 1, at: second(index + 1) },
  ]);
  const end = second(stack.epochs.length + 1);
  const last = Object.entries(stack.metrics).map(([key, value]) => ({ key, value, step: 0, at: end }));
  await logMetrics(ctx, runId, [...curves, ...last]);
  await storeArtifact(
    ctx,
    { owner: "run", ownerId: runId, path: "config.yaml" },
    { body: Readable.from([Buffer.from(configOf(one))]) },
  );
  const { slices, problem } = parseSlices(JSON.stringify(documentOf(stack)));
  if (problem !== null) throw new Error(`demo stacking: ${problem}`);
  await setSlices(ctx, runId, slices);
  stage.clock.forward({ minutes: 1 });
  await updateRun(ctx, { runId, status: "FINISHED", endedAt: new Date(end) });
}

/**
 * Marta stacks two models on record and logs it with MLflow's client: what the wire's handlers do with its calls, on the demo's
 * clock. Every figure is computed here.
 */
export async function logStackingRuns(stage: Stage): Promise<void> {
  const [linear, trees] = await Promise.all([readDemoPredictions("lr-v1-s2-C1"), readDemoPredictions("hgb-v1-seed11")]);
  const { experimentId } = await createExperiment(stage.as("marta"), { name: "census-income/stacking" });
  const inputs = [half(linear, 0), half(linear, 1)];
  for (const one of tried) {
    await log(stage, { experimentId, inputs, one, stack: fitStack(linear, trees, one) });
    stage.clock.forward({ minutes: 12 });
  }
}
