import "server-only";
import { z } from "zod";
import type { Sql } from "@/db/client";
import { readRange } from "@/lib/experiments/curves/read-curves";
import { thin } from "@/lib/experiments/curves/thin";
import type { WireContext } from "../wire/authenticate";
import { invalidValue } from "../wire/errors";
import { int64, list, requiredText, text } from "../wire/fields";
import { mlflowHandler } from "../wire/handler";
import { wireValue } from "./messages";
import { noRun, runIdOf, runRef } from "./run-fields";

const readScopes = ["read", "ingest"] as const;
const mostRuns = 100;
const mostPoints = 25_000;

type Row = { runId: string; step: number; at: number; value: number };

/** Points of one metric by time, step and value, from a place on. */
const readHistory = (
  sql: Sql,
  projectId: number,
  { runIds, key, after, limit }: { runIds: string[]; key: string; after: Row | null; limit: number | null },
) => sql<Row[]>`
  select run_id as "runId", step::float8 as step, at::float8 as at, value from metric_points
  where project_id = ${projectId} and run_id = any(${runIds}::text[]) and key = ${key}
    ${after ? sql`and (at, step, value) > (${after.at}::int8, ${after.step}::int8, ${after.value}::float8)` : sql``}
  order by run_id, at, step, value ${limit === null ? sql`` : sql`limit ${limit}`}`;

const message = (key: string, { step, at, value }: Omit<Row, "runId">) => ({
  key,
  value: wireValue(Number.isNaN(value) ? null : value, "NaN"),
  timestamp: at,
  step,
});

const token = ({ at, step, value }: Row): string =>
  Buffer.from(JSON.stringify([at, step, String(value)]), "utf8").toString("base64");

function placeOf(sent: string | undefined): Row | null {
  if (!sent) return null;
  try {
    const [at, step, value] = z
      .tuple([z.number(), z.number(), z.string()])
      .parse(JSON.parse(Buffer.from(sent, "base64").toString("utf8")));
    return { runId: "", at, step, value: Number(value) };
  } catch {
    throw invalidValue("Invalid page token, decoding failed");
  }
}

async function assertRuns(ctx: WireContext, ids: readonly string[]): Promise<void> {
  const rows = await ctx.db.$client<{ id: string }[]>`
    select id from runs where project_id = ${ctx.projectId} and id = any(${[...ids]}::text[])`;
  const known = new Set(rows.map((row) => row.id));
  const missing = ids.find((id) => !known.has(id));
  if (missing !== undefined) throw noRun(missing);
}

export const getHistoryHandler = mlflowHandler(
  {
    scope: readScopes,
    schema: z.object({
      ...runRef,
      metric_key: requiredText,
      page_token: text.optional(),
      max_results: int64.optional(),
    }),
  },
  async (ctx, input) => {
    const id = runIdOf(input);
    const { metric_key: key, page_token, max_results: size } = input;
    if (size !== undefined && size < 1)
      throw invalidValue(`Invalid value ${size} for parameter 'max_results' supplied: it must be at least 1.`);
    await assertRuns(ctx, [id]);
    const limit = size === undefined ? null : Math.min(size, mostPoints);
    const rows = await readHistory(ctx.db.$client, ctx.projectId, {
      runIds: [id],
      key,
      after: placeOf(page_token),
      limit: limit === null ? null : limit + 1,
    });
    const page = limit === null ? rows : rows.slice(0, limit);
    const last = page.at(-1);
    return {
      metrics: page.map((row) => message(key, row)),
      next_page_token: limit !== null && rows.length > limit && last ? token(last) : undefined,
    };
  },
);

function assertBulk(ids: readonly string[]): void {
  if (ids.length === 0) throw invalidValue("GetMetricHistoryBulk request must specify at least one run_id.");
  if (ids.length > mostRuns) {
    throw invalidValue(
      `GetMetricHistoryBulk request cannot specify more than ${mostRuns} run_ids. Received ${ids.length} run_ids.`,
    );
  }
}

export const getHistoryBulkHandler = mlflowHandler(
  {
    scope: readScopes,
    schema: z.object({ run_id: list(text), metric_key: requiredText, max_results: int64.default(mostPoints) }),
  },
  async (ctx, { run_id: ids, metric_key: key, max_results }) => {
    assertBulk(ids);
    const limit = Math.max(1, Math.min(max_results, mostPoints));
    const rows = await readHistory(ctx.db.$client, ctx.projectId, { runIds: ids, key, after: null, limit });
    return { metrics: rows.map((row) => ({ ...message(key, row), run_id: row.runId })) };
  },
);

/**
 * Points of a metric over a range of steps for a chart of several runs. However long the history, a run answers with at most
 * `max_results` points, and lowest, highest, first and last are among them.
 */
export const getHistoryBulkIntervalHandler = mlflowHandler(
  {
    scope: readScopes,
    schema: z.object({
      run_ids: list(text),
      metric_key: requiredText,
      start_step: int64.optional(),
      end_step: int64.optional(),
      max_results: int64.default(320),
    }),
  },
  async (ctx, { run_ids: ids, metric_key: key, start_step, end_step, max_results }) => {
    assertBulk(ids);
    if (max_results < 1 || max_results > 2500) throw invalidValue("max_results must be between 1 and 2500.");
    if ((start_step === undefined) !== (end_step === undefined))
      throw invalidValue("If either start step or end step are specified, both must be specified.");
    if (start_step !== undefined && end_step !== undefined && start_step > end_step)
      throw invalidValue(
        `end_step must be greater than start_step. Found start_step=${start_step} and end_step=${end_step}.`,
      );
    await assertRuns(ctx, ids);
    const series = ids.map((runId) => ({ runId, key }));
    const found = await readRange(ctx.db.$client, ctx.projectId, series, { from: start_step, to: end_step });
    return {
      metrics: found.flatMap((points, index) =>
        thin(points, max_results).map((point) => ({ ...message(key, point), run_id: ids[index] })),
      ),
    };
  },
);
