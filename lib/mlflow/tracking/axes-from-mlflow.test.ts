import { describe, expect, it, test } from "vitest";
import type { RunFacts } from "@/lib/experiments/ingest/derived-columns";
import { axesFromMlflow } from "./axes-from-mlflow";

const input = (name: string, digest: string, context: string | null) => ({ name, digest, context });
const read = (facts: Partial<RunFacts>) => axesFromMlflow({ params: {}, tags: {}, inputs: [], ...facts });

test.each<[string, Partial<RunFacts>, Partial<ReturnType<typeof read>>]>([
  ["the commit", { tags: { "mlflow.source.git.commit": "abc123" } }, { codeCommit: "abc123" }],
  [
    "a commit that is said to us, before the client's own",
    { tags: { "mlflow.source.git.commit": "abc123", "countersign.code_commit": "def456" } },
    { codeCommit: "def456" },
  ],
  [
    "an image by its id, before its name",
    { tags: { "mlflow.docker.image.uri": "reg/train:1", "mlflow.docker.image.id": "sha256:1" } },
    { runtimeImage: "sha256:1" },
  ],
  ["an image by its name", { tags: { "mlflow.docker.image.uri": "reg/train:1" } }, { runtimeImage: "reg/train:1" }],
  ["an image that is said to us", { tags: { "countersign.runtime_image": "sha256:2" } }, { runtimeImage: "sha256:2" }],
  ["feature definitions", { tags: { "countersign.feature_definitions": "v2.1.0" } }, { featureDefinitions: "v2.1.0" }],
  ["the intent, else the note", { tags: { "mlflow.note.content": "a note" } }, { intent: "a note" }],
  [
    "the algorithm that autologging names",
    { tags: { estimator_name: "LogisticRegression" } },
    { algorithm: "LogisticRegression" },
  ],
  [
    "the training data, and what it was evaluated on",
    { inputs: [input("adult", "1111", "training"), input("adult-test", "2222", "eval")] },
    { datasetSnapshot: "adult@1111", evalDatasetDigest: "adult-test@2222" },
  ],
  [
    "data whose use is not said, as training data",
    { inputs: [input("adult", "1111", null)] },
    { datasetSnapshot: "adult@1111", evalDatasetDigest: null },
  ],
  [
    "several training sets in an order of their own",
    { inputs: [input("b", "2", "Training"), input("a", "1", "train"), input("c", "3", null)] },
    { datasetSnapshot: "a@1, b@2" },
  ],
  [
    "evaluation data alone as no training data",
    { inputs: [input("t", "1", "test")] },
    { datasetSnapshot: null, evalDatasetDigest: "t@1" },
  ],
  [
    "a snapshot that is said to us",
    {
      tags: { "countersign.dataset_snapshot": "s3://b/snap-7", "countersign.eval_dataset": "fixed-1" },
      inputs: [input("adult", "1111", "training")],
    },
    { datasetSnapshot: "s3://b/snap-7", evalDatasetDigest: "fixed-1" },
  ],
  [
    "a seed tag as a fixed policy",
    { tags: { "countersign.seed": "11" } },
    { seedPolicy: "fixed", axisDetails: { seed: 11 } },
  ],
  [
    "a seed parameter as a fixed policy",
    { params: { random_state: 42 } },
    { seedPolicy: "fixed", axisDetails: { seed: 42 } },
  ],
  ["no seed that is none", { params: { random_state: "None" } }, { seedPolicy: null, axisDetails: {} }],
  ["another policy than fixed", { tags: { "countersign.seed_policy": "five seeds" } }, { seedPolicy: "five seeds" }],
  [
    "threshold, rule and rows",
    {
      tags: {
        "countersign.threshold": "0.35",
        "countersign.threshold_rule": "max f1",
        "countersign.eval_rows": "16281",
      },
    },
    { threshold: 0.35, thresholdRule: "max f1", evalRows: 16_281 },
  ],
  [
    "no number that is none",
    { tags: { "countersign.threshold": "high", "countersign.eval_rows": "-3" } },
    { threshold: null, evalRows: null },
  ],
  [
    "blank tags as not said",
    { tags: { "countersign.code_commit": "  ", "mlflow.source.git.commit": "abc" } },
    { codeCommit: "abc" },
  ],
])("reads %s", (_, facts, expected) => {
  expect(read(facts)).toMatchObject(expected);
});

describe("the hyperparameters axis", () => {
  it("is equal for runs that differ in their seed alone, and moves with any other parameter", () => {
    const of = (params: RunFacts["params"]) => read({ params, tags: { estimator_name: "HGB" } }).hyperparameters;
    expect(of({ lr: 0.1, random_state: 1 })).toBe(of({ lr: 0.1, random_state: 2 }));
    expect(of({ lr: 0.1 })).not.toBe(of({ lr: 0.2 }));
  });

  it("is not on record for a run without parameters and algorithm", () => {
    expect(read({}).hyperparameters).toBeNull();
    expect(read({ params: { seed: 3 } }).hyperparameters).toBeNull();
  });
});

it("keeps where the code came from beside the axes", () => {
  const tags = { "mlflow.source.name": "train.py", "mlflow.source.git.repoURL": "https://git.example/r" };
  expect(read({ tags, inputs: [input("adult", "1", "train")] }).axisDetails).toEqual({
    code: { repository: "https://git.example/r", entryPoint: "train.py" },
    dataset: { trainName: "adult" },
  });
});
