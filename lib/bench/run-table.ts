import type { Sql } from "@/db/client";
import { listPageIds } from "@/lib/experiments/run-page-ids";
import { scopeOf } from "@/lib/experiments/run-scope";
import { listRunPage } from "@/lib/experiments/run-table-query";
import { parseRunView } from "@/lib/experiments/run-view";
import { formatCount } from "@/lib/format";
import { costFigures, costOf, openBackend } from "./backend";
import { fixtureSizes, openFixture } from "./fixture-database";
import type { Benchmark, Figure } from "./measure";
import { makeMlflowShape, shapedSearch } from "./mlflow-shape";
import { experimentsPerProject } from "./run-fixture";
import { reader } from "./scratch";

const all = Array.from({ length: experimentsPerProject }, (_, i) => `bench-${i}`);

/** The run table's page of 50 at three depths and all sizes: the whole page, its keyset read, and the same SQL by the driver alone. */
export const runTable: Benchmark = {
  name: "run-table",
  title: "Run table, page of 50 by keyset",
  async run(report) {
    const figures: Figure[] = [];
    for (const size of fixtureSizes()) {
      const fixture = await openFixture(size, report);
      const backend = await openBackend(fixture.url);
      const ctx = reader(backend.db, fixture.projectId);
      try {
        await makeMlflowShape(backend.sql, ctx.projectId, report);
        const runs = size / 10;
        for (const [place, depth] of [
          ["first", 0],
          ["middle", Math.floor(runs / 2)],
          ["last", runs - 200],
        ] as const) {
          const name = `${place} page, ${formatCount(size)} runs`;
          report(name);
          const view = parseRunView(
            depth > 0 ? { after: await cursorAt(backend.sql, ctx.projectId, depth) } : {},
            null,
          );
          figures.push(...costFigures(`${name}, whole`, await costOf(backend, () => listRunPage(ctx, view))));
          const scope = await scopeOf(ctx, view);
          figures.push(
            ...costFigures(`${name}, keyset read`, await costOf(backend, () => listPageIds(scope, view, 50), 200)),
          );
          const { at, id } = await placeAt(backend.sql, ctx.projectId, depth);
          const raw = () => backend.sql`
            select id from runs where project_id = ${ctx.projectId} and archived_at is null and (started_at, id) < (${at}::timestamptz, ${id})
            order by started_at desc nulls last, id desc nulls last limit 51`;
          figures.push(...costFigures(`${name}, limit: the same SQL by postgres.js`, await costOf(backend, raw, 200)));
          const shaped = () => shapedSearch(backend.sql, { experiments: all, limit: 50, offset: depth });
          figures.push(
            ...costFigures(
              `${name}, MLflow-shaped SQL on the same rows, without its server`,
              await costOf(backend, shaped, 5),
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

/** Moment and id of the n-th newest run. */
async function placeAt(sql: Sql, projectId: number, n: number): Promise<{ at: string; id: string }> {
  const [row] = await sql<{ at: string; id: string }[]>`
    select to_char(started_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, id from runs
    where project_id = ${projectId} order by started_at desc nulls last, id desc nulls last offset ${n} limit 1`;
  return { at: row?.at ?? "", id: row?.id ?? "" };
}

/** The address's cursor after the n-th newest run. */
async function cursorAt(sql: Sql, projectId: number, n: number): Promise<string> {
  const { at, id } = await placeAt(sql, projectId, n);
  return Buffer.from(JSON.stringify([0, at, id]), "utf8").toString("base64url");
}
