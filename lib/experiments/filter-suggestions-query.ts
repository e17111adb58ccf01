import "server-only";
import { runStatuses } from "@/db/enums";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";
import { type FilterTyping, filterTyping, writtenKey, writtenText } from "./filter-suggestion";
import { searchRunKeys } from "./run-keys-query";

/** What may be put in place of the text from `from` to `to`. `note` says how many runs have it, or what it is. */
export type FilterSuggestion = { insert: string; label: string; note: string };
export type FilterSuggestions = { from: number; to: number; suggestions: FilterSuggestion[] };

const most = 12;
/** Runs whose values are suggested. */
const looked = 500;
const fields = [
  "status",
  "name",
  "started",
  "experiment",
  "dataset",
  "owner",
  "algorithm",
  "features",
  "predictions",
  "archived",
  "run_id",
  "start_time",
];
const plural = { metric: "metrics", param: "params", tag: "tags" } as const;
const notes = { metric: "metric", param: "parameter", tag: "tag" } as const;

async function keys(ctx: Context, typing: Extract<FilterTyping, { expects: "key" }>): Promise<FilterSuggestion[]> {
  const kinds = typing.entity ? [typing.entity] : (["metric", "param", "tag"] as const);
  const found = await searchRunKeys(ctx, { text: typing.typed, kinds, limit: most });
  const written = found.keys.map(({ kind, key, runs }) => ({
    insert: typing.entity ? writtenKey(key) : `${plural[kind]}.${writtenKey(key)}`,
    label: key,
    note: `${notes[kind]}, ${runs} ${runs === 1 ? "run" : "runs"}`,
  }));
  const own = typing.entity ? [] : fields.filter((field) => field.startsWith(typing.typed.toLowerCase()));
  return [...own.map((field) => ({ insert: field, label: field, note: "field" })), ...written].slice(0, most);
}

function comparators({ entity }: Extract<FilterTyping, { expects: "comparator" }>): FilterSuggestion[] {
  const isMetric = entity?.startsWith("metric");
  const all = isMetric
    ? [">", ">=", "<", "<=", "=", "!="]
    : ["=", "!=", "LIKE", "ILIKE", ...(entity ? ["IS NULL", "IS NOT NULL"] : ["~"])];
  return all.map((text) => ({ insert: text, label: text, note: text === "~" ? "contains" : "" }));
}

async function values(
  ctx: Context,
  experimentId: string | null,
  typing: Extract<FilterTyping, { expects: "value" }>,
): Promise<FilterSuggestion[]> {
  const starts = (text: string) => text.toLowerCase().includes(typing.typed.toLowerCase());
  if (typing.entity === null && typing.key === "status")
    return runStatuses.filter(starts).map((status) => ({ insert: status, label: status, note: "status" }));
  if (typing.entity === "metric") return [];
  const sql = ctx.db.$client;
  if (typing.entity === null && typing.key === "experiment") {
    const found = await sql<
      { name: string }[]
    >`select name from experiments where project_id = ${ctx.projectId} and deleted_at is null order by updated_at desc limit 200`;
    return found
      .filter(({ name }) => starts(name))
      .slice(0, most)
      .map(({ name }) => ({ insert: JSON.stringify(name), label: name, note: "experiment" }));
  }
  if (typing.entity === null) return [];
  const column = typing.entity === "param" ? sql`r.params` : sql`r.tags`;
  const scope = experimentId === null ? sql`` : sql`and r.experiment_id = ${experimentId}`;
  const found = await sql<{ value: string; runs: number }[]>`
    select value, count(*)::int as runs from (
      select ${column}->>${typing.key}::text as value from runs r where r.project_id = ${ctx.projectId} ${scope} and r.archived_at is null
      order by r.started_at desc nulls last, r.id desc nulls last limit ${looked}) newest
    where value is not null and length(value) <= 200 group by value order by runs desc, value limit 200`;
  return found
    .filter(({ value }) => starts(value))
    .slice(0, most)
    .map(({ value, runs }) => ({
      insert: writtenText(value),
      label: value,
      note: `${runs} of the newest ${looked} runs`,
    }));
}

/** Suggestions at a place of a filter's text: keys of the project, comparators that fit, values of the newest runs. */
export async function suggestFilter(
  ctx: Context,
  experimentId: string | null,
  text: string,
  at: number,
): Promise<FilterSuggestions> {
  authorize(ctx, "project.view");
  const short = text.slice(0, 2000).replaceAll("\0", "");
  const typing = filterTyping(short, Math.max(0, Math.min(at, short.length)));
  const suggestions =
    typing.expects === "key"
      ? await keys(ctx, typing)
      : typing.expects === "comparator"
        ? comparators(typing)
        : await values(ctx, experimentId, typing);
  return { from: typing.from, to: typing.to, suggestions };
}
