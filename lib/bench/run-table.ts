import { connect, type Sql } from "@/db/client";
import type { Context } from "@/lib/context";
import { listPageIds } from "@/lib/experiments/run-page-ids";
import { listRunPage } from "@/lib/experiments/run-table-query";
import { parseRunView } from "@/lib/experiments/run-view";
import { formatCount } from "@/lib/format";
import { fillRuns } from "./fixtures";
import { type Benchmark, type Figure, time, timingFigures } from "./measure";
import { blocksTouched, openScratch, reader } from "./scratch";

const sizes = [10_000, 100_000];
const repeats = 50;

/** The run table's first and deep page at two sizes: server time of the whole page and shared buffers of its keyset read. */
export const runTable: Benchmark = {
  name: "run-table",
  title: "Run table, page of 50 by keyset",
  async run(report) {
    const scratch = await openScratch();
    const figures: Figure[] = [];
    try {
      for (const size of sizes) {
        report(`filling ${formatCount(size)} runs`);
        const projectId = await fillRuns(scratch.sql, `bench-${size}`, size);
        const ctx = reader(scratch.db, projectId);
        for (const [place, after] of [
          ["first page", null],
          ["deep page", await cursorAt(scratch.sql, projectId, Math.floor(size * 0.9))],
        ] as const) {
          report(`${place} of ${formatCount(size)}`);
          figures.push(...(await measurePage(ctx, scratch.url, `${place} of ${formatCount(size)} runs`, after)));
        }
      }
    } finally {
      await scratch.close();
    }
    return figures;
  },
};

async function measurePage(ctx: Context, url: string, name: string, after: string | null): Promise<Figure[]> {
  const view = parseRunView(after ? { after } : {}, null);
  const timing = await time(() => listRunPage(ctx, view), { runs: 100, warmup: 20 });
  const { sql } = connect(url, { max: 1 });
  const scope = {
    sql,
    where: sql`r.project_id = ${ctx.projectId} and r.archived_at is null`,
    projectId: ctx.projectId,
    driver: null,
    comparisons: [],
  };
  const before = await blocksTouched(sql);
  for (let i = 0; i < repeats; i++) await listPageIds(scope, view, 50);
  const buffers = ((await blocksTouched(sql)) - before) / repeats;
  await sql.end({ timeout: 5 });
  return [...timingFigures(name, timing), { name: `${name}, keyset read`, value: buffers, unit: "buffers" }];
}

/** The address's cursor after the n-th newest run. */
async function cursorAt(sql: Sql, projectId: number, n: number): Promise<string> {
  const [row] = await sql<{ at: Date | string; id: string }[]>`
    SELECT started_at AS at, id FROM runs WHERE project_id = ${projectId} ORDER BY started_at DESC, id DESC OFFSET ${n} LIMIT 1`;
  return Buffer.from(JSON.stringify([0, new Date(row?.at ?? 0).toISOString(), row?.id]), "utf8").toString("base64url");
}
