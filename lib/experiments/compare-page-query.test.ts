import { createReadStream } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { projects } from "@/db/schema";
import { testDb } from "@/db/testing";
import { createContext } from "@/lib/context";
import { censusRuns, describeOnCensus } from "./census-testing";
import { importPredictions } from "./commands/import-predictions";
import { importRuns } from "./commands/import-runs";
import { loadDrawnCurves } from "./compare-curves-query";
import { loadComparePage } from "./compare-page-query";
import { parseCompare } from "./compare-url";

const folder = fileURLToPath(new URL("../../../shared/data/census-income/", import.meta.url));

describeOnCensus("comparing imported census runs", async () => {
  const { db } = await testDb();
  const [project, other] = await db
    .insert(projects)
    .values(["census", "other"].map((name) => ({ name, title: name, createdAt: new Date("2026-11-23T09:00:00Z") })))
    .returning();
  const ctx = createContext({ actor: { kind: "system", job: "test" }, projectId: project?.id ?? 0, db });
  const ids = new Map([...censusRuns()].map(([name, run]) => [name, run.run_id]));
  const idOf = (name: string) => ids.get(name) ?? name;
  await importRuns(ctx, createReadStream(`${folder}runs.jsonl`));
  for (const name of ["lr-v1-s2-C1", "lr-v2-s2-C0.1", "hgb-v1-seed11"]) {
    await importPredictions(ctx, idOf(name), createReadStream(`${folder}predictions/${name}.csv`));
  }
  const load = (names: string[], more: Record<string, string> = {}) =>
    loadComparePage(ctx, parseCompare({ runs: names.map(idOf).join(","), ...more }));
  const comparison = async (names: string[], more: Record<string, string> = {}) => {
    const page = await load(names, more);
    if (!page.comparison) throw new Error("nothing to compare");
    return page.comparison;
  };

  it("reproduces the recorded regressions with paired tests", async () => {
    const { deltas, matrix, metricRows } = await comparison(["lr-v1-s2-C1", "lr-v2-s2-C0.1", "hgb-v1-seed11"]);
    const women = deltas[0]?.find((delta) => delta.value === "Female");
    expect(women).toMatchObject({ test: "mcnemar", verdict: "worse", n: 5421 });
    expect(women?.delta).toBeCloseTo(-0.081, 3);
    expect(women?.qValue).toBeLessThan(0.001);
    expect(deltas[0]?.[0]).toMatchObject({ dimension: "hours_band", value: "<35", delta: expect.closeTo(-0.223, 3) });
    const elderly = deltas[1]?.find((delta) => delta.value === "65+");
    expect(elderly?.delta).toBeCloseTo(-0.0993, 4);
    expect(elderly?.qValue).toBeCloseTo(0.0065, 4);
    expect(matrix).toHaveLength(35);
    const auc = metricRows.find((row) => row.key === "roc_auc");
    expect(auc?.candidates.map((c) => c.delta?.toFixed(4))).toEqual(["0.0046", "0.0225"]);
    expect(auc?.candidates.map((c) => c.evidence)).toEqual(["paired", "paired"]);
    const odds = metricRows.find((row) => row.key === "equalized_odds_difference:sex");
    expect(odds?.candidates[0]?.figure.value).toBeCloseTo(0.1822, 4);
  });

  it("falls back to counts, and says so, when a run has no predictions", async () => {
    const { deltas, traces } = await comparison(["lr-v1-s2-C1", "lr-v2-s2-C1"]);
    expect(new Set(deltas[0]?.map((delta) => delta.test))).toEqual(new Set(["two_proportion"]));
    expect(deltas[0]?.[0]?.why).toContain("without row-level predictions");
    expect(traces).toHaveLength(1);
  });

  it("traces the loss to runs that moved fewer axes", async () => {
    const { traces, diffs } = await comparison(["lr-v1-s2-C1", "lr-v2-s2-C0.1"]);
    expect(diffs[0]).toMatchObject({
      confounded: true,
      moved: ["code_commit", "feature_definitions", "hyperparameters"],
    });
    const [found] = traces;
    expect(found).toMatchObject({ slice: { dimension: "hours_band", value: "<35" } });
    expect(found?.steps.map((step) => step.name)).toEqual(expect.arrayContaining(["lr-v1-s2-C0.1", "lr-v2-s2-C1"]));
    expect(found?.sentence).toContain(
      "Most of the change comes with code commit and feature definitions (77 %, lr-v2-s2-C1)",
    );
  });

  it("pins a slice on the metrics table", async () => {
    const { metricRows } = await comparison(["lr-v1-s2-C1", "lr-v2-s2-C0.1"], { slice: "sex=Female" });
    const recall = metricRows.find((row) => row.key === "recall")?.candidates[0];
    expect(recall).toMatchObject({ evidence: "paired", isClear: true });
    expect(recall?.delta).toBeCloseTo(-0.081, 3);
  });

  it("names the curves of these runs, and draws them for the runs that have them", async () => {
    const names = ["hgb-v1-seed11", "hgb-v1-seed23", "lr-v1-s2-C1"];
    const { curves } = await comparison(names, { curve: "train_log_loss" });
    expect(curves?.key).toBe("train_log_loss");
    expect(curves?.keys.find(({ key }) => key === "train_log_loss")?.runs).toBe(2);
    const drawn = await loadDrawnCurves(ctx, { runs: names.map(idOf), key: "train_log_loss", x: "step" });
    expect(drawn.map((curve) => curve.last.length > 100)).toEqual([true, true, false]);
  });

  it("names what it did not find and compares the rest; another project finds nothing", async () => {
    const page = await load(["lr-v1-s2-C1", "no-such-run", "lr-v2-s2-C1"], { baseline: "gone" });
    expect(page).toMatchObject({ missing: ["no-such-run"], lostBaseline: "gone" });
    expect(page.comparison?.baseline.name).toBe("lr-v1-s2-C1");
    const elsewhere = createContext({ ...ctx, projectId: other?.id ?? 0 });
    const foreign = await loadComparePage(elsewhere, parseCompare({ runs: idOf("lr-v1-s2-C1") }));
    expect(foreign).toMatchObject({ runs: [], missing: [idOf("lr-v1-s2-C1")], comparison: null });
  });

  it("compares a failed run without figures and a run with itself left once", async () => {
    const { deltas, metricRows } = await comparison(["lr-v1-s2-C1", "svc-v1-rbf"]);
    expect(deltas[0]?.every((delta) => delta.verdict === "missing")).toBe(true);
    expect(metricRows.every((row) => row.candidates[0]?.delta === null)).toBe(true);
    expect((await load(["lr-v1-s2-C1", "lr-v1-s2-C1"])).comparison).toBeNull();
  });

  it("keeps to a hundred runs and names the rest", async () => {
    const names = [...ids.keys()].slice(0, 23);
    const page = await load([...names, ...Array.from({ length: 80 }, (_, index) => `none-${index}`)]);
    expect(page.runs).toHaveLength(23);
    expect(page.comparison?.deltas).toHaveLength(22);
    expect(page.missing).toHaveLength(77);
    expect(page.leftOut).toEqual(["none-77", "none-78", "none-79"]);
  });
});
