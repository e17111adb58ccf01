import type { Sql } from "@/db/client";
import { comparisonRoutes } from "@/lib/api/routes/comparisons";
import type { Context } from "@/lib/context";
import { loadDrawnCurves } from "@/lib/experiments/compare-curves-query";
import { loadComparePage } from "@/lib/experiments/compare-page-query";
import { parseCompare } from "@/lib/experiments/compare-url";
import { packCurves } from "@/lib/experiments/curves/pack-curves";
import { loadFixture } from "./load-fixture";
import { type Benchmark, time, timingFigures } from "./measure";
import { fixtureProjects } from "./run-fixture";
import { openScratch, reader } from "./scratch";

const runs = 100;
const slices = 40;
const pointsPerCurve = 100_000;

/** 40 slices of 10 metrics for every run of a project, with confusion counts and intervals. */
export async function fillSlices(sql: Sql, projectId: number): Promise<void> {
  await sql`
    INSERT INTO run_slices (project_id, run_id, dimension, value, n, positives, metrics, intervals, confusion)
    SELECT r.project_id, r.id, 'group_' || s / 10, 'value ' || s, 400, 120,
      (SELECT jsonb_object_agg(key, 0.5 + ((ascii(r.id) * s * ord * 7919) % 4000) / 10000.0) FROM unnest(k.keys) WITH ORDINALITY AS m(key, ord)),
      (SELECT jsonb_object_agg(key, jsonb_build_array(0.45, 0.95)) FROM unnest(k.keys) AS m(key)),
      jsonb_build_object('tp', 60 + c.x, 'fn', 60 - c.x, 'fp', 40 + c.x, 'tn', 240 - c.x)
    FROM runs r, generate_series(1, ${slices}) s,
      LATERAL (SELECT (ascii(r.id) * s * 7919) % 30 AS x) c,
      (SELECT ARRAY['accuracy','recall','precision','f1','roc_auc','fpr','brier','ece','log_loss','selection_rate'] AS keys) k
    WHERE r.project_id = ${projectId}`;
  await sql`VACUUM ANALYZE run_slices`;
}

/** Long curves of one metric, one run at a time so that no transaction grows large. */
export async function fillCurves(
  sql: Sql,
  projectId: number,
  ids: readonly string[],
  points = pointsPerCurve,
): Promise<void> {
  for (const id of ids) {
    await sql`
      INSERT INTO metric_points (project_id, run_id, key, step, at, value)
      SELECT ${projectId}, ${id}, 'loss', s, 1750000000000 + s * 50, 1 / (1 + s / 1000.0) + ((s * 7919) % 1000) / 10000.0
      FROM generate_series(0, ${points - 1}) s`;
    await sql`
      INSERT INTO run_metrics (project_id, run_id, key, value, step, points)
      VALUES (${projectId}, ${id}, 'loss', 0.01, ${points - 1}, ${points})`;
  }
  await sql`VACUUM ANALYZE metric_points`;
}

/** What GET comparisons does after its token was read: the comparison, checked by its schema, as text. */
async function answerOf(ctx: Context, ids: readonly string[]): Promise<string> {
  const route = comparisonRoutes.find(({ path }) => path === "/comparisons");
  if (route?.kind !== "json") throw new Error("the API has no comparisons");
  const query = route.query?.parse({ runs: ids.join(",") });
  const request = new Request("http://localhost/api/v1/comparisons");
  const actor = {
    kind: "token",
    tokenId: "",
    name: "bench",
    scopes: ["read"],
    ownerUserId: null,
    ownerPersonId: null,
  } as const;
  const token = { ...ctx, projectName: "bench", actor };
  return JSON.stringify(
    route.response.parse(await route.run({ ctx: token, params: undefined, query, body: undefined, request })),
  );
}

/** Compare of a hundred runs: what the page reads, and their curves as bytes. */
export const compareMany: Benchmark = {
  name: "compare-many",
  title: "Compare of 100 runs x 40 slices x 10 metrics, and 100 curves of 100,000 points",
  async run(report) {
    const scratch = await openScratch();
    try {
      report("filling runs and slices");
      const projectId = (await loadFixture(scratch.sql, runs * fixtureProjects, report)).get(0) ?? 0;
      await fillSlices(scratch.sql, projectId);
      const ctx = reader(scratch.db, projectId);
      const ids = (
        await scratch.sql<
          { id: string }[]
        >`SELECT id FROM runs WHERE project_id = ${projectId} ORDER BY id LIMIT ${runs}`
      ).map((row) => row.id);
      const state = parseCompare({ runs: ids.join(",") });
      const page = await time(() => loadComparePage(ctx, state), { runs: 40, warmup: 5 });
      const answer = await time(() => answerOf(ctx, ids), { runs: 40, warmup: 5 });
      report("filling curves");
      await fillCurves(scratch.sql, projectId, ids);
      report("folding and reading curves");
      const asked = { runs: ids, key: "loss", x: "step" };
      let bytes = 0;
      const curves = await time(
        async () => {
          bytes = packCurves(await loadDrawnCurves(ctx, asked)).byteLength;
        },
        { runs: 60, warmup: 3 },
      );
      return [
        ...timingFigures("compare 100 runs x 40 slices x 10 metrics, page's data", page),
        ...timingFigures("compare 100 runs x 40 slices x 10 metrics, API's answer", answer),
        ...timingFigures("100 curves of 100,000 points as bytes, server", curves),
        { name: "100 curves, answer", value: bytes / 1e6, unit: "MB" },
      ];
    } finally {
      await scratch.close();
    }
  },
};
