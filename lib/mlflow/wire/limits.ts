import { normalize } from "node:path/posix";
import { invalidBecause } from "./complaints";
import { invalidValue } from "./errors";

/** Limits of the wire. Keys and names beyond theirs are refused; values of run tags and params are cut, as upstream does. */
export const limits = {
  metricsPerBatch: 1000,
  paramsPerBatch: 100,
  tagsPerBatch: 100,
  entitiesPerBatch: 1000,
  datasetsPerBatch: 1000,
  key: 250,
  paramValue: 6000,
  runTagValue: 8000,
  experimentName: 500,
  experimentTagKey: 250,
  experimentTagValue: 5000,
  registryTagKey: 250,
  registryTagValue: 100_000,
  alias: 255,
  datasetName: 500,
  datasetDigest: 36,
  datasetSource: 65_535,
  datasetSchema: 1_048_575,
  datasetProfile: 16_777_215,
  inputTagKey: 255,
  inputTagValue: 500,
  artifactLocation: 2048,
} as const;

const characters = /^[/\p{L}\p{N}_.\- :]*$/u;

/** Refuses a text that is longer than its limit. Lengths count characters, not UTF-16 units. */
export function assertLength(field: string, value: string, most: number): void {
  if (value.length > most && [...value].length > most)
    throw invalidValue(`'${field}' exceeds the maximum length of ${most} characters`);
}

/** The first `most` characters: what is kept of a value that is too long. */
export function cut(value: string, most: number): string {
  if (value.length <= most) return value;
  return [...value.slice(0, most * 2)].slice(0, most).join("");
}

const resolved = (name: string): string => normalize(name).replace(/(?<=.)\/$/, "");

/**
 * Refuses a key of a metric, parameter or tag that has other characters, is no plain relative path, or is too long.
 * `field` is where it was sent, as in "metrics[0].name"; `label` what the length is said of, when it is called otherwise.
 */
export function assertKey(field: string, key: string, most: number = limits.key, label = field): void {
  const refuse = (reason: string) => invalidValue(invalidBecause(field, key, reason));
  if (!characters.test(key)) {
    throw refuse(
      "Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).",
    );
  }
  const path = resolved(key);
  if (path !== key || path === "." || path.startsWith("..") || path.startsWith("/")) {
    throw refuse(
      `Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This name would resolve to '${path}'`,
    );
  }
  assertLength(label, key, most);
}

type Batch = { metrics: readonly unknown[]; params: readonly unknown[]; tags: readonly unknown[] };

function assertCount(what: string, found: number, most: number): void {
  if (found > most)
    throw invalidValue(
      `A batch logging request can contain at most ${most} ${what}. Got ${found} ${what}. Please split up ${what} across multiple requests and try again.`,
    );
}

/** Refuses a batch that is too large, as a whole. */
export function assertBatch({ metrics, params, tags }: Batch): void {
  assertCount("metrics", metrics.length, limits.metricsPerBatch);
  assertCount("params", params.length, limits.paramsPerBatch);
  assertCount("tags", tags.length, limits.tagsPerBatch);
  assertCount("metrics, params, and tags", metrics.length + params.length + tags.length, limits.entitiesPerBatch);
}

/** Refuses what no run or experiment can be called. */
export function assertRunId(id: string): void {
  if (!/^[a-zA-Z0-9][\w-]{0,255}$/.test(id)) throw invalidValue(invalidBecause("run_id", id));
}
export function assertExperimentId(id: string): void {
  if (!/^[a-zA-Z0-9][\w-]{0,63}$/.test(id)) throw invalidValue(`Invalid experiment ID: '${id}'`);
}
