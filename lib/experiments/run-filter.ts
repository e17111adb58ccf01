import { type RunStatus, runStatuses } from "@/db/enums";

export const comparisons = [">=", "<=", "!=", ">", "<", "=", "~"] as const;
export type Comparison = (typeof comparisons)[number];

export const textFields = ["name", "intent", "experiment", "dataset", "features", "algorithm", "owner", "run"] as const;
export type TextField = (typeof textFields)[number];

export type FilterTerm = { source: string } & (
  | { kind: "search"; text: string }
  | { kind: "status"; not: boolean; statuses: RunStatus[] }
  | { kind: "text"; field: TextField; comparison: "=" | "!=" | "~"; values: string[] }
  | { kind: "metric"; key: string; comparison: Exclude<Comparison, "~">; value: number }
  | { kind: "param"; key: string; comparison: Comparison; value: string }
  | { kind: "tag"; key: string; comparison: "=" | "!=" | "~"; value: string }
  | { kind: "started"; comparison: Exclude<Comparison, "~" | "=" | "!=">; at: string }
  | { kind: "predictions" | "archived"; wanted: boolean }
);
export type FilterProblem = { source: string; message: string };
export type RunFilter = { terms: FilterTerm[]; problems: FilterProblem[] };

export const filterHelp =
  'metrics.roc_auc > 0.92 · params.C = 0.1 · status = FAILED, KILLED · experiment = a, b · dataset ~ 2026-09 · features = v2.0.0 · algorithm = logreg · started >= 2026-09-01 · predictions = yes · or words from name and intent; join with "and"';

const maxLength = 2000;
const maxTerms = 20;
const split = (text: string, separator: RegExp): string[] => {
  const parts: string[] = [];
  let from = 0;
  const scanner = new RegExp(`"(?:[^"\\\\]|\\\\.)*"|${separator.source}`, "giu");
  for (const found of text.matchAll(scanner)) {
    if (found[0].startsWith('"')) continue;
    parts.push(text.slice(from, found.index));
    from = found.index + found[0].length;
  }
  return [...parts, text.slice(from)].map((part) => part.trim()).filter(Boolean);
};

const unquote = (value: string): string =>
  /^".*"$/su.test(value) ? value.slice(1, -1).replace(/\\(.)/gsu, "$1") : value;
const listOf = (value: string): string[] => split(value, /,/).map(unquote);
const yes = new Set(["yes", "true", "1"]);
const no = new Set(["no", "false", "0"]);

class Problem extends Error {}
const fail = (message: string): never => {
  throw new Problem(message);
};

function exact(field: string, comparison: Comparison): "=" | "!=" | "~" {
  if (comparison === "=" || comparison === "!=" || comparison === "~") return comparison;
  return fail(`${field} can be compared with =, != or ~ (contains)`);
}

function metricTerm(source: string, key: string, comparison: Comparison, value: string): FilterTerm {
  const number = Number(value);
  if (comparison === "~") fail("a metric can be compared with >, >=, <, <=, = or !=");
  if (value === "" || !Number.isFinite(number)) fail(`${key} needs a number, as in metrics.${key} > 0.9`);
  return { kind: "metric", source, key, comparison: comparison as Exclude<Comparison, "~">, value: number };
}

function statusTerm(source: string, comparison: Comparison, value: string): FilterTerm {
  if (comparison !== "=" && comparison !== "!=") fail("status can be compared with = or !=");
  const statuses = listOf(value).map((status) => status.toUpperCase());
  const unknown = statuses.find((status) => !(runStatuses as readonly string[]).includes(status));
  if (unknown) fail(`${unknown} is no status; there are ${runStatuses.join(", ")}`);
  return { kind: "status", source, not: comparison === "!=", statuses: statuses as RunStatus[] };
}

function startedTerm(source: string, comparison: Comparison, value: string): FilterTerm {
  if (comparison === "~" || comparison === "=" || comparison === "!=")
    return fail("started can be compared with >, >=, < or <=");
  const at = /^\d{4}-\d{2}-\d{2}/.test(value) ? new Date(value) : new Date(Number.NaN);
  if (Number.isNaN(at.getTime())) fail("started needs a date, as in started >= 2026-09-01");
  return { kind: "started", source, comparison, at: at.toISOString() };
}

function parseTerm(source: string): FilterTerm {
  const [, name, key, sign, rest] = /^([a-z]+)(?:\.([^\s=!<>~]+))?\s*(>=|<=|!=|>|<|=|~)\s*(.*)$/su.exec(source) ?? [];
  if (!name || !sign) return { kind: "search", source, text: unquote(source) };
  const comparison = sign as Comparison;
  const value = unquote(rest?.trim() ?? "");
  if (value === "") fail(`what should ${name}${key ? `.${key}` : ""} be compared with?`);
  if (key) {
    if (name === "metrics" || name === "metric") return metricTerm(source, key, comparison, value);
    if (name === "params" || name === "param") return { kind: "param", source, key, comparison, value };
    if (name === "tags" || name === "tag")
      return { kind: "tag", source, key, comparison: exact("a tag", comparison), value };
  }
  if (name === "status") return statusTerm(source, comparison, rest ?? "");
  if (name === "started") return startedTerm(source, comparison, value);
  if (name === "predictions" || name === "archived") {
    const word = value.toLowerCase();
    if (comparison !== "=" || (!yes.has(word) && !no.has(word))) fail(`write ${name} = yes or ${name} = no`);
    return { kind: name, source, wanted: yes.has(word) };
  }
  const field = textFields.find((known) => known === name);
  if (!field)
    return fail(
      `there is no field ${name}; try status, ${textFields.join(", ")}, started, metrics.NAME or params.NAME`,
    );
  return { kind: "text", source, field, comparison: exact(field, comparison), values: listOf(rest ?? "") };
}

/** Reads the filter of a run table: terms joined by "and". A term that cannot be read is a problem and filters nothing. */
export function parseRunFilter(text: string): RunFilter {
  const terms: FilterTerm[] = [];
  const problems: FilterProblem[] = [];
  if (text.length > maxLength || text.includes("\0"))
    return { terms, problems: [{ source: text.slice(0, 60), message: `may have at most ${maxLength} characters` }] };
  for (const source of split(text, /\s+and\s+/)) {
    if (terms.length === maxTerms) {
      problems.push({ source, message: `only ${maxTerms} conditions can be joined` });
      break;
    }
    try {
      terms.push(parseTerm(source));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      problems.push({ source, message: error.message });
    }
  }
  return { terms, problems };
}

/** The filter text without one of its terms. */
export const withoutTerm = (filter: RunFilter, source: string): string =>
  [...filter.terms, ...filter.problems]
    .filter((term) => term.source !== source)
    .map((term) => term.source)
    .join(" and ");
