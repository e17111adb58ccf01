import { z } from "zod";
import { runStatuses } from "@/db/enums";
import type { ParamValue } from "@/db/schema/experiments";
import {
  artifacts,
  calibration,
  confusion,
  fairness,
  importance,
  intervals,
  learningCurve,
  slices,
} from "./record-evaluation";
import { atMostKeys, count, figure, moment, nullableNumber, optionalText, text } from "./record-fields";

const paramValue = z.json().superRefine((value, ctx) => {
  if (JSON.stringify(value).length > 8000)
    ctx.addIssue({
      code: "custom",
      message: "may have at most 8,000 characters",
    });
});
const scalars = z
  .record(z.string().max(100), z.unknown())
  .transform(
    (all): Record<string, string | number> =>
      Object.fromEntries(
        Object.entries(all).filter(
          (entry): entry is [string, string | number] =>
            typeof entry[1] === "number" || (typeof entry[1] === "string" && entry[1].length <= 500),
        ),
      ),
  );
const wholeNumber = z.number().int("must be a whole number");

const code = z.object({
  commit: optionalText(200),
  message: optionalText(2000),
  repository: optionalText(1000),
  entry_point: optionalText(1000),
});
const dataset = z.object({
  train_snapshot_id: optionalText(500),
  train_snapshot_name: optionalText(500),
  eval_snapshot_id: optionalText(500),
  eval_snapshot_name: optionalText(500),
  label: optionalText(250),
  positive_label: optionalText(250),
});
const runtimeImage = z.union(
  [text(500).transform((digest) => ({ digest })), scalars],
  "must be an object with a digest, or a digest",
);
const runError = z.object({
  type: optionalText(250),
  message: z
    .string()
    .nullish()
    .transform((m) => (m ?? "").slice(0, 20_000)),
  traceback_tail: z
    .array(z.string().transform((l) => l.slice(0, 4000)))
    .nullish()
    .transform((lines) => lines?.slice(-100)),
});

/** The import record of one run: a line of `runs.jsonl`. Units: ISO 8601 times, seconds, bytes, shares 0..1. */
export const runRecord = z
  .object({
    run_id: text(128).regex(/^[\w.:@-]+$/, "may hold only letters, digits and . _ : @ -"),
    run_name: optionalText(250),
    experiment: text(250),
    experiment_family: optionalText(250),
    use_case: optionalText(500),
    intent: optionalText(4000),
    algorithm: optionalText(250),
    status: z.string().toUpperCase().pipe(z.enum(runStatuses)),
    owner: optionalText(250),
    start_time: moment,
    end_time: moment.nullish(),
    duration_seconds: nullableNumber.nullish(),
    error: runError.nullish(),
    code: code.nullish(),
    dataset: dataset.nullish(),
    feature_version: optionalText(250),
    params: z.record(text(250), paramValue).superRefine(atMostKeys(500)).nullish(),
    runtime_image: runtimeImage.nullish(),
    seed_policy: optionalText(250),
    seed: wholeNumber.nullish(),
    rows: z
      .object({
        train: count.nullish(),
        valid: count.nullish(),
        test: count.nullish(),
      })
      .nullish(),
    threshold: nullableNumber.nullish(),
    threshold_rule: optionalText(1000),
    metrics: z.record(text(250), figure).superRefine(atMostKeys(2000)).nullish(),
    metrics_ci95: intervals.nullish(),
    confusion_matrix: confusion.nullish(),
    calibration_curve: calibration.nullish(),
    learning_curve: learningCurve.nullish(),
    slices: slices.nullish(),
    fairness: fairness.nullish(),
    feature_importance: importance.nullish(),
    model_signature: z.unknown().optional(),
    artifacts: artifacts.nullish(),
    warnings: z
      .array(z.string().max(4000, "may have at most 4,000 characters"))
      .max(1000, "has more than 1,000 entries")
      .nullish(),
    tags: z
      .record(text(250), z.string().max(8000, "may have at most 8,000 characters"))
      .superRefine(atMostKeys(500))
      .nullish(),
    latency_measurement: z.object({ calls: count.nullish() }).nullish(),
  })
  .superRefine((run, ctx) => {
    if (run.end_time && run.end_time < run.start_time) {
      const [from, to] = [run.start_time.toISOString(), run.end_time.toISOString()];
      ctx.addIssue({
        code: "custom",
        path: ["end_time"],
        message: `${to} is before start_time ${from}; check the clock of the machine that ran it`,
      });
    }
  });

export type RunRecord = z.output<typeof runRecord>;
export type Params = Record<string, ParamValue>;

/** The fields an import reads; others are counted and left out. */
export const knownFields: ReadonlySet<string> = new Set(Object.keys(runRecord.shape));
