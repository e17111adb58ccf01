import "server-only";
import { and, eq, isNull, ne } from "drizzle-orm";
import { z } from "zod";
import { models, modelVersions } from "@/db/schema";
import { FilterError } from "@/lib/filter/filter-error";
import { parseModelFilter, parseModelOrder, parseVersionFilter, parseVersionOrder } from "../search/registry-filter";
import { invalidValue } from "../wire/errors";
import { int64, list, text } from "../wire/fields";
import { mlflowHandler } from "../wire/handler";
import { offsetToken, readOffsetToken } from "../wire/offset-token";
import { describeVersions } from "./describe";
import { describeModels } from "./model-handlers";
import { modelMatches, modelOrderBy, versionMatches, versionOrderBy } from "./search-sql";

const mostModels = 1_000;
const mostVersions = 200_000;

/** Reads a filter or an order; its complaint becomes the answer. */
export function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof FilterError ? invalidValue(error.message) : error;
  }
}

function assertMost(asked: number, most: number): void {
  if (asked < 1) throw invalidValue(`Invalid value for max_results. It must be a positive integer, but got ${asked}`);
  if (asked > most)
    throw invalidValue(
      `Invalid value for request parameter max_results. It must be at most ${most}, but got value ${asked}`,
    );
}

const search = { filter: text.default(""), order_by: list(text), page_token: text.optional() };
const read = { scope: ["read", "promote"] } as const;

export const searchRegisteredModels = mlflowHandler(
  { ...read, schema: z.object({ ...search, max_results: int64.default(100) }) },
  async (ctx, input) => {
    assertMost(input.max_results, mostModels);
    const filter = reading(() => parseModelFilter(input.filter));
    const order = reading(() => parseModelOrder(input.order_by));
    const offset = readOffsetToken(input.page_token);
    const found = await ctx.db
      .select()
      .from(models)
      .where(and(eq(models.projectId, ctx.projectId), isNull(models.deletedAt), ...filter.map(modelMatches)))
      .orderBy(...modelOrderBy(order))
      .limit(input.max_results + 1)
      .offset(offset);
    return {
      registered_models: await describeModels(ctx, found.slice(0, input.max_results)),
      next_page_token: found.length > input.max_results ? offsetToken(offset + input.max_results) : undefined,
    };
  },
);

export const searchModelVersions = mlflowHandler(
  { ...read, schema: z.object({ ...search, max_results: int64.default(mostVersions) }) },
  async (ctx, input) => {
    assertMost(input.max_results, mostVersions);
    const filter = reading(() => parseVersionFilter(input.filter));
    const order = reading(() => parseVersionOrder(input.order_by));
    const offset = readOffsetToken(input.page_token);
    const found = await ctx.db
      .select({ version: modelVersions, model: { id: models.id, name: models.name } })
      .from(modelVersions)
      .innerJoin(models, and(eq(models.projectId, modelVersions.projectId), eq(models.id, modelVersions.modelId)))
      .where(
        and(
          eq(modelVersions.projectId, ctx.projectId),
          ne(modelVersions.status, "deleted"),
          ...filter.map(versionMatches),
        ),
      )
      .orderBy(...versionOrderBy(order))
      .limit(input.max_results + 1)
      .offset(offset);
    return {
      model_versions: await describeVersions(ctx, found.slice(0, input.max_results)),
      next_page_token: found.length > input.max_results ? offsetToken(offset + input.max_results) : undefined,
    };
  },
);
