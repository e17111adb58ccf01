import { ColumnPicker } from "@/components/data-table/column-picker";
import { CsvLink } from "@/components/data-table/csv-link";
import { FilterBar } from "@/components/data-table/filter-bar";
import { hrefWith } from "@/components/data-table/href";
import { columnLabel, columnOptions, defaultColumns } from "@/lib/experiments/run-columns-choice";
import { type FilterTerm, filterHelp, withoutTerm } from "@/lib/experiments/run-filter";
import type { TableParams } from "@/lib/experiments/run-table-address";
import type { RunPage } from "@/lib/experiments/run-table-query";
import type { RunView } from "@/lib/experiments/run-view";
import { maxColumns, maxFrozen } from "@/lib/experiments/run-view-limits";
import { paths } from "@/lib/paths";
import { GroupPicker } from "./group-picker";
import { RunFilterInput } from "./run-filter-input";

type RunFilterBarProps = {
  project: string;
  path: string;
  params: TableParams;
  view: RunView;
  page: RunPage;
  csvHref: string;
};

/** A term in two parts for its chip: what is filtered, and how. */
function chip({ source, kind }: FilterTerm): { field: string; text: string } {
  if (kind === "search") return { field: "contains", text: source };
  const at = source.search(/[=!<>~]/);
  return { field: source.slice(0, at).trim(), text: source.slice(at).trim() };
}

/** Filters in force, a box to add one, columns and CSV. */
export function RunFilterBar({ project, path, params, view, page, csvHref }: RunFilterBarProps) {
  const applied = view.filter.terms.map((term) => term.source).join(" and ");
  const filters = view.filter.terms.map((term) => {
    const rest = withoutTerm({ terms: view.filter.terms, problems: [] }, term.source);
    return { ...chip(term), removeHref: hrefWith(path, params, { q: rest || null }) };
  });
  const problems = view.filter.problems
    .map(({ source, message }) => `“${source}” is not applied: ${message}.`)
    .join(" ");
  const known = columnOptions(page.keys);
  // Chosen ones that no new run has stay choosable.
  const others = page.columns.flatMap(({ id, column }) =>
    known.some((option) => option.id === id) ? [] : [{ id, label: columnLabel(column), group: "Chosen" }],
  );
  const defaults = defaultColumns(page.keys, page.baseline !== null);
  return (
    <FilterBar
      filters={filters}
      clearHref={hrefWith(path, params, { q: null })}
      end={
        <>
          <GroupPicker path={path} params={params} grouping={view.grouping} paramKeys={page.keys.params} />
          <ColumnPicker
            options={[...others, ...known]}
            moreFrom={paths.runColumns(project, "")}
            chosen={page.columns.map((c) => c.id)}
            defaults={defaults}
            max={maxColumns}
            frozen={view.frozen}
            maxFrozen={maxFrozen}
          />
          <CsvLink href={csvHref} />
        </>
      }
    >
      <RunFilterInput
        project={project}
        experimentId={view.experimentId}
        action={path}
        help={filterHelp}
        defaultValue={view.filter.problems.map((p) => p.source).join(" and ")}
        keep={{ ...params, q: applied || undefined }}
        error={problems || null}
      />
    </FilterBar>
  );
}
