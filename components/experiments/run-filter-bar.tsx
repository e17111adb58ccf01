import { ColumnPicker } from "@/components/data-table/column-picker";
import { CsvLink } from "@/components/data-table/csv-link";
import { FilterBar } from "@/components/data-table/filter-bar";
import { FilterSearch } from "@/components/data-table/filter-search";
import { hrefWith } from "@/components/data-table/href";
import { columnOptions, defaultColumns } from "@/lib/experiments/run-columns-choice";
import { type FilterTerm, filterHelp, withoutTerm } from "@/lib/experiments/run-filter";
import type { TableParams } from "@/lib/experiments/run-table-address";
import type { RunPage } from "@/lib/experiments/run-table-query";
import type { RunView } from "@/lib/experiments/run-view";
import { maxColumns } from "@/lib/experiments/run-view";

type RunFilterBarProps = { path: string; params: TableParams; view: RunView; page: RunPage; csvHref: string };

/** A term in two parts for its chip: what is filtered, and how. */
function chip({ source, kind }: FilterTerm): { field: string; text: string } {
  if (kind === "search") return { field: "contains", text: source };
  const at = source.search(/[=!<>~]/);
  return { field: source.slice(0, at).trim(), text: source.slice(at).trim() };
}

/** Filters in force, a box to add one, columns and CSV. */
export function RunFilterBar({ path, params, view, page, csvHref }: RunFilterBarProps) {
  const applied = view.filter.terms.map((term) => term.source).join(" and ");
  const filters = view.filter.terms.map((term) => {
    const rest = withoutTerm({ terms: view.filter.terms, problems: [] }, term.source);
    return { ...chip(term), removeHref: hrefWith(path, params, { q: rest || null }) };
  });
  const problems = view.filter.problems
    .map(({ source, message }) => `“${source}” is not applied: ${message}.`)
    .join(" ");
  const defaults = defaultColumns(page.keys, page.baseline !== null);
  return (
    <FilterBar
      filters={filters}
      clearHref={hrefWith(path, params, { q: null })}
      end={
        <>
          <ColumnPicker
            options={columnOptions(page.keys)}
            chosen={page.columns.map((c) => c.id)}
            defaults={defaults}
            max={maxColumns}
          />
          <CsvLink href={csvHref} />
        </>
      }
    >
      <FilterSearch
        action={path}
        name="add"
        label={`Add a filter. ${filterHelp}`}
        placeholder="Add a filter, or type metrics.roc_auc > 0.92"
        defaultValue={view.filter.problems.map((p) => p.source).join(" and ")}
        keep={{ ...params, q: applied || undefined }}
        error={problems || undefined}
      />
    </FilterBar>
  );
}
