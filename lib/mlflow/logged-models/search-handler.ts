import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import { z } from "zod";
import { loggedModels } from "@/db/schema";
import { reading } from "../registry/search-handlers";
import { searchPage } from "../search/keyset";
import { parseLoggedModelFilter, parseLoggedModelOrder } from "../search/logged-model-filter";
import { invalidValue } from "../wire/errors";
import { bool, idText, int64, list, requiredText, text } from "../wire/fields";
import { mlflowHandler } from "../wire/handler";
import { describeLoggedModels } from "./describe";
import { loggedModelMatches, loggedModelTerms, measuredOn } from "./search-sql";

const most = 1_000;

const schema = z.object({
  experiment_ids: z.array(idText).min(1),
  filter: text.default(""),
  datasets: list(z.object({ dataset_name: text.default(""), dataset_digest: text.optional() })),
  max_results: int64.default(50),
  order_by: list(
    z.object({
      field_name: requiredText,
      ascending: bool.optional(),
      dataset_name: text.optional(),
      dataset_digest: text.optional(),
    }),
  ),
  page_token: text.optional(),
});

/** Searches logged models of the named experiments. Page tokens belong to one search. */
export const searchLoggedModels = mlflowHandler({ scope: ["read", "ingest"], schema }, async (ctx, input) => {
  if (input.max_results < 1 || input.max_results > most)
    throw invalidValue(
      `Invalid value ${input.max_results} for parameter 'max_results' supplied. It must be from 1 to ${most}`,
    );
  if (input.datasets.some(({ dataset_name }) => dataset_name === ""))
    throw invalidValue("`dataset_name` in the `datasets` clause must be specified.");
  const comparisons = reading(() => parseLoggedModelFilter(input.filter));
  const order = reading(() =>
    parseLoggedModelOrder(
      input.order_by.map(({ field_name, ascending, dataset_name, dataset_digest }) => ({
        field_name,
        ...(ascending === undefined ? {} : { ascending }),
        ...(dataset_name === undefined ? {} : { dataset_name }),
        ...(dataset_digest === undefined ? {} : { dataset_digest }),
      })),
    ),
  );
  const datasets = input.datasets.map(({ dataset_name, dataset_digest }) => ({
    name: dataset_name,
    digest: dataset_digest || null,
  }));
  const hasMetric = comparisons.some(({ on }) => on === "metric");
  const asked = ["logged models", input.experiment_ids, input.filter, input.datasets, input.order_by];
  const paging = { token: input.page_token, asked, limit: input.max_results };
  const { rows, next } = await searchPage(ctx, loggedModelTerms(order), paging, ({ place, after, order: by, rows }) =>
    ctx.db
      .select({ model: loggedModels, place })
      .from(loggedModels)
      .where(
        and(
          eq(loggedModels.projectId, ctx.projectId),
          inArray(loggedModels.experimentId, input.experiment_ids),
          isNull(loggedModels.deletedAt),
          ...comparisons.map((comparison) => loggedModelMatches(comparison, datasets)),
          datasets.length > 0 && !hasMetric ? measuredOn(datasets) : undefined,
          after,
        ),
      )
      .orderBy(...by)
      .limit(rows),
  );
  const found = rows.map(({ model }) => model);
  return { models: await describeLoggedModels(ctx, found), next_page_token: next };
});
