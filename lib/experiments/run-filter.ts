import type { RunStatus } from "@/db/enums";
import type { NumericComparator } from "@/lib/filter/check-clause";
import { readClause } from "@/lib/filter/clauses";
import { FilterError } from "@/lib/filter/filter-error";
import { isWord, tokenize } from "@/lib/filter/tokens";
import { type RunComparison, runComparison } from "./run-comparison";
import { ShortFormProblem, shortForm } from "./run-filter-short";

export type TextField = "name" | "intent" | "experiment" | "dataset" | "features" | "algorithm" | "owner" | "run";

/** One condition of a run table: a comparison of the MLflow grammar, or a short form of ours. */
export type FilterTerm = { source: string } & (
  | { kind: "comparison"; comparison: RunComparison }
  | { kind: "search"; text: string }
  | { kind: "status"; not: boolean; statuses: RunStatus[] }
  | { kind: "text"; field: TextField; comparison: "=" | "!=" | "~"; values: string[] }
  | { kind: "param"; key: string; comparator: NumericComparator; value: string }
  | { kind: "started"; comparator: ">" | ">=" | "<" | "<="; at: string }
  | { kind: "predictions" | "archived"; wanted: boolean }
);
export type FilterProblem = { source: string; message: string };
export type RunFilter = { terms: FilterTerm[]; problems: FilterProblem[] };

export const filterHelp =
  "metrics.roc_auc > 0.92 · params.C = 0.1 · tags.team = 'risk' · params.model LIKE 'log%' · run_id IN ('a', 'b') · status = FAILED, KILLED · experiment = a, b · dataset ~ 2026-09 · features = v2.0.0 · algorithm = logreg · started >= 2026-09-01 · predictions = yes · or words from name and intent; join with AND";

const maxLength = 2000;
const maxTerms = 20;

/** The parts of a filter between AND, which quotes protect. */
function parts(text: string): string[] {
  const found: string[] = [];
  let from = 0;
  for (const token of tokenize(text)) {
    if (!isWord(token, "AND")) continue;
    found.push(text.slice(from, token.start));
    from = token.end;
  }
  return [...found, text.slice(from)].map((part) => part.trim()).filter(Boolean);
}

/** The part as one comparison of the MLflow grammar; a message when it is one that says nothing; null when it is none. */
function asComparison(part: string): RunComparison | { message: string } | null {
  const tokens = tokenize(part);
  try {
    const read = readClause(part, tokens, 0);
    if (!read || read.next < tokens.length) return null;
    try {
      return runComparison(read.clause);
    } catch (error) {
      const isMeant = read.clause.identifier.entity !== null || read.clause.value?.kind === "list";
      if (error instanceof FilterError && isMeant) return { message: error.message };
      throw error;
    }
  } catch (error) {
    if (error instanceof FilterError) return null;
    throw error;
  }
}

function parseTerm(source: string): FilterTerm | FilterProblem {
  const comparison = asComparison(source);
  if (comparison && "on" in comparison) return { kind: "comparison", source, comparison };
  try {
    const short = shortForm(source);
    const isUnread = short.kind === "search" && comparison !== null;
    return isUnread ? { source, message: comparison.message } : { source, ...short };
  } catch (error) {
    if (error instanceof ShortFormProblem) return { source, message: error.message };
    throw error;
  }
}

/** Reads the filter of a run table: terms joined by AND. A term that cannot be read is a problem and filters nothing. */
export function parseRunFilter(text: string): RunFilter {
  const terms: FilterTerm[] = [];
  const problems: FilterProblem[] = [];
  if (text.length > maxLength || text.includes("\0"))
    return { terms, problems: [{ source: text.slice(0, 60), message: `may have at most ${maxLength} characters` }] };
  for (const source of parts(text)) {
    if (terms.length === maxTerms) {
      problems.push({ source, message: `only ${maxTerms} conditions can be joined` });
      break;
    }
    const term = parseTerm(source);
    if ("kind" in term) terms.push(term);
    else problems.push(term);
  }
  return { terms, problems };
}

/** The filter text without one of its terms. */
export const withoutTerm = (filter: RunFilter, source: string): string =>
  [...filter.terms, ...filter.problems]
    .filter((term) => term.source !== source)
    .map((term) => term.source)
    .join(" and ");
