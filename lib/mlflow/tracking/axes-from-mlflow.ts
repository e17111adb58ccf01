import type { AxisDetails } from "@/db/schema/experiments";
import type { DerivedColumns, RunFacts } from "@/lib/experiments/ingest/derived-columns";
import { textOfParam } from "@/lib/experiments/param-text";
import { hyperparametersDigest } from "@/lib/experiments/run-draft";

/** Parameters that libraries call their seed; autologging records them under these names. */
const seedParams = ["seed", "random_state", "random_seed"] as const;
const trainingContexts = new Set(["training", "train", "fit"]);
const evaluationContexts = new Set(["evaluation", "eval", "test", "testing", "holdout", "validation"]);
const mostText = 4000;

type Tags = RunFacts["tags"];
type Inputs = RunFacts["inputs"];

/** The first of these tags that says something. */
function said(tags: Tags, ...names: string[]): string | null {
  for (const name of names) {
    const value = Object.hasOwn(tags, name) ? tags[name]?.trim() : "";
    if (value) return value.slice(0, mostText);
  }
  return null;
}

function numberOf(text: string | null): number | null {
  if (text === null || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

const wholeOf = (text: string | null): number | null => {
  const value = numberOf(text);
  return value !== null && Number.isSafeInteger(value) ? value : null;
};

/** `name@digest` of the datasets that were read as something, in name order: another one, or another digest, is another snapshot. */
function snapshot(inputs: Inputs): string | null {
  const names = inputs.map(({ name, digest }) => `${name}@${digest}`);
  return names.length === 0 ? null : [...new Set(names)].sort().join(", ").slice(0, mostText);
}

const contextOf = (input: Inputs[number]): string => input.context?.trim().toLowerCase() ?? "";

/** What the run learned from: inputs said to be for training, else those that nothing is said of. */
function trainingInputs(inputs: Inputs): Inputs {
  const training = inputs.filter((input) => trainingContexts.has(contextOf(input)));
  return training.length > 0 ? training : inputs.filter((input) => contextOf(input) === "");
}

/** The seed of a run: the tag, or the parameter under which libraries log it. `param` is not a hyperparameter then. */
function seedOf({ tags, params }: Pick<RunFacts, "tags" | "params">): { seed: number | null; param: string | null } {
  const tagged = wholeOf(said(tags, "countersign.seed"));
  for (const param of seedParams) {
    const value = Object.hasOwn(params, param) ? params[param] : undefined;
    const seed = value === undefined ? null : wholeOf(textOfParam(value));
    if (seed !== null) return { seed: tagged ?? seed, param };
  }
  return { seed: tagged, param: null };
}

function details({ tags, inputs }: RunFacts, seed: number | null): AxisDetails {
  const evaluation = inputs.find((input) => evaluationContexts.has(contextOf(input)));
  const code = {
    repository: said(tags, "countersign.repository", "mlflow.source.git.repoURL"),
    entryPoint: said(tags, "mlflow.source.name"),
    message: said(tags, "countersign.commit_message"),
  };
  const dataset = {
    trainName: trainingInputs(inputs)[0]?.name ?? null,
    evalName: evaluation?.name ?? null,
    label: said(tags, "countersign.label"),
    positiveLabel: said(tags, "countersign.positive_label"),
  };
  const known = <T extends object>(parts: T) => Object.entries(parts).filter(([, value]) => value !== null);
  const [codeParts, datasetParts] = [known(code), known(dataset)];
  return {
    ...(codeParts.length > 0 ? { code: Object.fromEntries(codeParts) } : {}),
    ...(datasetParts.length > 0 ? { dataset: Object.fromEntries(datasetParts) } : {}),
    ...(seed === null ? {} : { seed }),
  };
}

/**
 * The six axes of a run, and what else Countersign asks of one, out of what MLflow records and the `countersign.*` tags for what it has
 * no field for. A `countersign.*` tag always wins. docs/connect-mlflow.md says the same in a table.
 */
export function axesFromMlflow(facts: RunFacts): DerivedColumns {
  const { tags, params, inputs } = facts;
  const { seed, param } = seedOf(facts);
  const hyperparameters = Object.fromEntries(Object.entries(params).filter(([key]) => key !== param));
  const algorithm = said(tags, "countersign.algorithm", "estimator_name");
  const evaluated = inputs.filter((input) => evaluationContexts.has(contextOf(input)));
  const rows = wholeOf(said(tags, "countersign.eval_rows"));
  return {
    intent: said(tags, "countersign.intent", "mlflow.note.content"),
    algorithm,
    codeCommit: said(tags, "countersign.code_commit", "mlflow.source.git.commit"),
    datasetSnapshot: said(tags, "countersign.dataset_snapshot") ?? snapshot(trainingInputs(inputs)),
    featureDefinitions: said(tags, "countersign.feature_definitions"),
    hyperparameters: hyperparametersDigest(algorithm, hyperparameters),
    runtimeImage: said(tags, "countersign.runtime_image", "mlflow.docker.image.id", "mlflow.docker.image.uri"),
    seedPolicy: said(tags, "countersign.seed_policy") ?? (seed === null ? null : "fixed"),
    axisDetails: details(facts, seed),
    evalDatasetDigest: said(tags, "countersign.eval_dataset") ?? snapshot(evaluated),
    evalRows: rows !== null && rows >= 0 && rows <= 2_147_483_647 ? rows : null,
    threshold: numberOf(said(tags, "countersign.threshold")),
    thresholdRule: said(tags, "countersign.threshold_rule"),
  };
}
