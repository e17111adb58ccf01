import { z } from "zod";
import {
  atMostKeys,
  count,
  nullableNumber,
  optionalText,
  refuseTwice,
  sha256,
  size,
  step,
  text,
} from "./record-fields";

const key = text(250);
const label = z
  .union([z.string().max(250, "may have at most 250 characters"), z.number(), z.boolean()])
  .transform(String);

/** Low and high end; ends that are not finite make it absent. */
const interval = z
  .tuple([nullableNumber, nullableNumber])
  .transform(([low, high]): [number, number] | null => (low === null || high === null ? null : [low, high]))
  .refine((pair) => pair === null || pair[0] <= pair[1], "has its low end above its high end");

export const intervals = z.record(key, interval.nullable()).superRefine(atMostKeys(2000));

export const confusion = z.object({
  tp: count,
  fp: count,
  fn: count,
  tn: count,
});

/** Everything else with a number in it is a metric of the slice. */
const slice = z
  .looseObject({
    dimension: text(250),
    value: label,
    n: count,
    positives: count.nullish(),
    confusion: confusion.nullish(),
    ci95_wilson: intervals.nullish(),
    metrics_ci95: intervals.nullish(),
    small_sample: z.boolean().nullish(),
  })
  .refine((s) => s.positives == null || s.positives <= s.n, {
    path: ["positives"],
    message: "is larger than n",
  });

export const slices = z
  .array(slice)
  .max(5000, "has more than 5,000 slices")
  .superRefine(refuseTwice((s) => `${s.dimension}=${s.value}`, "value"));

export const learningCurve = z.array(z.looseObject({ step })).max(200_000, "has more than 200,000 points");

export const calibration = z
  .array(
    z.object({
      lo: z.number(),
      hi: z.number(),
      n: count,
      mean_predicted: nullableNumber,
      fraction_positive: nullableNumber,
    }),
  )
  .max(1000, "has more than 1,000 bins");

/** Per protected attribute its disparity figures; per-group figures are slices and are read from there. */
export const fairness = z.record(key, z.record(z.string().max(250), z.unknown())).superRefine(atMostKeys(200));

export const importance = z.object({
  method: optionalText(500),
  items: z
    .array(
      z.object({
        feature: text(500),
        mean: nullableNumber,
        std: nullableNumber.nullish(),
      }),
    )
    .max(10_000, "has more than 10,000 features")
    .nullish(),
});

export const artifacts = z
  .array(
    z.object({
      path: text(1000),
      size_bytes: size.nullish(),
      sha256: sha256.nullish(),
    }),
  )
  .max(10_000, "has more than 10,000 entries")
  .superRefine(refuseTwice((a) => a.path, "path"));

export type SliceRecord = z.output<typeof slice>;
