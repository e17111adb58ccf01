import { parseRunComparisons, parseRunOrder } from "@/lib/experiments/run-comparison";
import { formatCount } from "@/lib/format";
import { findRuns } from "@/lib/mlflow/search/find-runs";
import { keepRows, runsAsJson } from "@/lib/mlflow/search/run-json";
import { costFigures, costOf, openBackend } from "./backend";
import { fixtureSizes, openFixture } from "./fixture-database";
import type { Benchmark, Figure } from "./measure";
import { makeMlflowShape, type ShapedSearch, shapedSearch } from "./mlflow-shape";
import { experimentsPerProject } from "./run-fixture";

const all = Array.from({ length: experimentsPerProject }, (_, i) => `bench-${i}`);
const shape = "MLflow-shaped SQL on the same rows, without its server";

type Case = {
  name: string;
  filter: string;
  orderBy: string[];
  shaped: Omit<ShapedSearch, "experiments" | "limit" | "offset">;
};
const cases: readonly Case[] = [
  ["0.01 %", 0.9999],
  ["1 %", 0.99],
  ["33 %", 0.67],
].map(([share, above]) => ({
  name: `filter ${share} by metric, sort by another`,
  filter: `metrics.accuracy > ${above}`,
  orderBy: ["metrics.log_loss ASC"],
  shaped: { metric: { key: "accuracy", above: Number(above) }, orderBy: "log_loss" },
}));
const withParam: Case = {
  name: "filter 33 % by metric and 1 % by parameter, sort by another metric",
  filter: "metrics.accuracy > 0.67 AND params.warmup_steps = '7'",
  orderBy: ["metrics.log_loss ASC"],
  shaped: {
    metric: { key: "accuracy", above: 0.67 },
    param: { key: "warmup_steps", value: "7" },
    orderBy: "log_loss",
  },
};

/** Searches over runs as the wire makes them, without HTTP: 1,000 full rows, and filter and sort by metrics, beside MLflow's SQL. */
export const search: Benchmark = {
  name: "search",
  title: "MLflow runs/search",
  async run(report) {
    const figures: Figure[] = [];
    for (const size of fixtureSizes()) {
      const fixture = await openFixture(size, report);
      const backend = await openBackend(fixture.url);
      const { sql } = backend;
      const { projectId } = fixture;
      const note = (cost: Figure[]) => figures.push(...cost);
      try {
        await makeMlflowShape(sql, projectId, report);
        const find = (filter: string, orderBy: readonly string[], experimentIds: readonly string[], limit: number) =>
          findRuns(
            sql,
            { projectId, experimentIds, view: "ACTIVE_ONLY", from: null, limit },
            parseRunComparisons(filter),
            parseRunOrder(orderBy),
          );
        const thousand = `${formatCount(size)} runs, 1,000 full rows of one experiment`;
        report(thousand);
        const ids = (await find("", [], ["bench-0"], 1000)).page.map(({ id }) => id);
        await keepRows(sql, projectId, ids);
        await sql`vacuum analyze run_wire`;
        const rows = async () =>
          (await runsAsJson(sql, projectId, (await find("", [], ["bench-0"], 1000)).page)).runs.length;
        note(costFigures(`${thousand}`, await costOf(backend, rows)));
        const raw = () => sql`
          select w.data from run_wire w where w.project_id = ${projectId} and w.run_id = any(${ids}::text[])`;
        note(costFigures(`${thousand}, limit: the kept rows by postgres.js`, await costOf(backend, raw)));
        const shaped = () => shapedSearch(sql, { experiments: ["bench-0"], limit: 1000, offset: 0 });
        note(costFigures(`${thousand}, ${shape}`, await costOf(backend, shaped, 10)));
        for (const { name, filter, orderBy, shaped } of [...cases, withParam]) {
          const title = `${formatCount(size)} runs, ${name}`;
          report(title);
          note(costFigures(title, await costOf(backend, () => find(filter, orderBy, all, 50))));
          note(
            costFigures(
              `${title}, ${shape}`,
              await costOf(backend, () => shapedSearch(sql, { ...shaped, experiments: all, limit: 50, offset: 0 }), 5),
            ),
          );
        }
      } finally {
        await backend.close();
        await fixture.close();
      }
    }
    return figures;
  },
};
