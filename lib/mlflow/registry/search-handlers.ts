import "server-only";
import { and, eq, isNull, ne } from "drizzle-orm";
import { z } from "zod";
import { models, modelVersions } from "@/db/schema";
import { FilterError } from "@/lib/filter/filter-error";
import { searchPage } from "../search/keyset";
import { parseModelFilter, parseModelOrder, parseVersionFilter, parseVersionOrder } from "../search/registry-filter";
import { invalidValue } from "../wire/errors";
import { int64, list, text } from "../wire/fields";
import { mlflowHandler } from "../wire/handler";
import { describeVersions } from "./describe";
import { describeModels } from "./model-handlers";
import { modelMatches, modelTerms, versionMatches, versionTerms } from "./search-sql";

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
    const terms = modelTerms(reading(() => parseModelOrder(input.order_by)));
    const asked = ["models", input.filter, input.order_by];
    const paging = { token: input.page_token, asked, limit: input.max_results };
    const { rows, next } = await searchPage(ctx, terms, paging, ({ place, after, order, rows }) =>
      ctx.db
        .select({ model: models, place })
        .from(models)
        .where(and(eq(models.projectId, ctx.projectId), isNull(models.deletedAt), ...filter.map(modelMatches), after))
        .orderBy(...order)
        .limit(rows),
    );
    const found = rows.map(({ model }) => model);
    return { registered_models: await describeModels(ctx, found), next_page_token: next };
  },
);

export const searchModelVersions = mlflowHandler(
  { ...read, schema: z.object({ ...search, max_results: int64.default(mostVersions) }) },
  async (ctx, input) => {
    assertMost(input.max_results, mostVersions);
    const filter = reading(() => parseVersionFilter(input.filter));
    const terms = versionTerms(reading(() => parseVersionOrder(input.order_by)));
    const asked = ["versions", input.filter, input.order_by];
    const paging = { token: input.page_token, asked, limit: input.max_results };
    const { rows, next } = await searchPage(ctx, terms, paging, ({ place, after, order, rows }) =>
      ctx.db
        .select({ version: modelVersions, model: { id: models.id, name: models.name }, place })
        .from(modelVersions)
        .innerJoin(models, and(eq(models.projectId, modelVersions.projectId), eq(models.id, modelVersions.modelId)))
        .where(
          and(
            eq(modelVersions.projectId, ctx.projectId),
            ne(modelVersions.status, "deleted"),
            ...filter.map(versionMatches),
            after,
          ),
        )
        .orderBy(...order)
        .limit(rows),
    );
    return { model_versions: await describeVersions(ctx, rows), next_page_token: next };
  },
);
