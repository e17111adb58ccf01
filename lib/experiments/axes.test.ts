import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { axes } from "@/db/enums";
import { type AttributedRun, attributeChange } from "./attribution";
import { type AxisValues, axesOfRun, diffAxes, missingAxes } from "./axes";
import { type CensusRun, censusRuns, hasCensusData } from "./census-testing";

const values = (more: Partial<AxisValues> = {}): AxisValues => ({
  code_commit: "c1",
  dataset_snapshot: "d1",
  feature_definitions: "f1",
  hyperparameters: "h1",
  runtime_image: "i1",
  seed_policy: "fixed, 11",
  ...more,
});
const anyAxis = fc.option(fc.constantFrom("a", "b", ""), { nil: null });
const anyValues = fc.record({
  code_commit: anyAxis,
  dataset_snapshot: anyAxis,
  feature_definitions: anyAxis,
  hyperparameters: anyAxis,
  runtime_image: anyAxis,
  seed_policy: anyAxis,
});

test("missing axes are null or blank", () => {
  expect(missingAxes(values())).toEqual([]);
  expect(missingAxes(values({ runtime_image: null, code_commit: " " }))).toEqual(["code_commit", "runtime_image"]);
});

test("one axis moved is not confounded, two are", () => {
  expect(diffAxes(values(), values())).toMatchObject({
    moved: [],
    confounded: false,
    sentence: "All six axes are equal.",
  });
  expect(diffAxes(values(), values({ hyperparameters: "h2" }))).toMatchObject({
    moved: ["hyperparameters"],
    confounded: false,
    sentence: "Only hyperparameters moved.",
  });
  const two = diffAxes(values(), values({ hyperparameters: "h2", code_commit: "c2" }));
  expect(two).toMatchObject({ moved: ["code_commit", "hyperparameters"], confounded: true });
  expect(two.sentence).toContain("2 of 6 axes moved (code commit and hyperparameters)");
});

test("an axis that is not on record is never called equal", () => {
  fc.assert(
    fc.property(anyValues, anyValues, (a, b) => {
      const diff = diffAxes(a, b);
      expect(diff.changes.map((change) => change.axis)).toEqual([...axes]);
      expect(diff.confounded).toBe(diff.moved.length > 1);
      for (const change of diff.changes) {
        if (!change.from || !change.to) expect(change.state).toBe("unknown");
      }
      expect(diffAxes(b, a).moved).toEqual(diff.moved);
    }),
  );
  expect(diffAxes(values({ seed_policy: null }), values()).sentence).toBe(
    "No axis is known to have moved. Seed policy cannot be compared: not on record.",
  );
});

test("another fixed seed is a move", () => {
  const run = {
    codeCommit: "c",
    datasetSnapshot: "d",
    featureDefinitions: "f",
    hyperparameters: "h",
    runtimeImage: "i",
    seedPolicy: "fixed",
    axisDetails: { seed: 11 },
  };
  expect(diffAxes(axesOfRun(run), axesOfRun({ ...run, axisDetails: { seed: 23 } })).moved).toEqual(["seed_policy"]);
  expect(axesOfRun({ ...run, axisDetails: {} }).seed_policy).toBe("fixed");
  expect(axesOfRun({ ...run, seedPolicy: "multi-seed:11,23" }).seed_policy).toBe("multi-seed:11,23");
});

describe.skipIf(!hasCensusData())("attribution on the real runs", () => {
  const runs = [...(hasCensusData() ? censusRuns().values() : [])].filter((run) => run.status === "FINISHED");
  const recall = (run: CensusRun) => run.slices.find((slice) => slice.value === "<35")?.recall ?? null;
  const asRun = (run: CensusRun): AttributedRun => ({
    id: run.run_id,
    name: run.run_name,
    value: recall(run),
    axes: axesOfRun({
      codeCommit: run.code.commit,
      datasetSnapshot: run.dataset.train_snapshot_id,
      featureDefinitions: run.feature_version,
      hyperparameters: JSON.stringify(run.params),
      runtimeImage: run.runtime_image.digest,
      seedPolicy: run.seed_policy,
      axisDetails: { seed: run.seed },
    }),
  });
  const named = (name: string) => asRun(runs.find((run) => run.run_name === name) as CensusRun);

  test("the loss for hours under 35 comes with the features, not with the penalty", () => {
    const result = attributeChange(named("lr-v1-s2-C1"), named("lr-v2-s2-C0.1"), runs.map(asRun));
    expect(result.moved).toEqual(["code_commit", "feature_definitions", "hyperparameters"]);
    expect(result.total).toBeCloseTo(-0.223, 3);
    expect(result.steps.map((step) => [step.name, step.delta.toFixed(3)])).toEqual([
      ["lr-v1-s2-C0.1", "-0.010"],
      ["lr-v2-s2-C1", "-0.171"],
    ]);
    expect(result.sentence).toBe(
      "Most of the change comes with code commit and feature definitions (77 %, lr-v2-s2-C1), not with hyperparameters (5 %, lr-v1-s2-C0.1).",
    );
  });
});

test("attribution without runs in between, without values or with missing axes says so", () => {
  const a = { id: "a", name: "a", axes: values(), value: 1 };
  const b = { id: "b", name: "b", axes: values({ code_commit: "c2", hyperparameters: "h2" }), value: 2 };
  const elsewhere = { id: "c", name: "c", axes: values({ code_commit: "c3" }), value: 3 };
  expect(attributeChange(a, b, [a, b, elsewhere])).toMatchObject({ steps: [], total: 1 });
  expect(attributeChange(a, b, []).sentence).toContain("cannot be told apart");
  expect(attributeChange(a, { ...b, value: null }, []).sentence).toContain("a value is not on record");
  expect(attributeChange(a, { ...b, axes: values({ runtime_image: null }) }, []).sentence).toContain(
    "an axis is not on record",
  );
  expect(attributeChange(a, { ...b, axes: values({ code_commit: "c2" }) }, []).sentence).toBe(
    "Only code commit moved: the change comes from there.",
  );
});
