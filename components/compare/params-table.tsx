import { Callout } from "@/components/ui/callout";
import { Panel } from "@/components/ui/panel";
import { Table, Td, Th } from "@/components/ui/table";
import type { ParamRow } from "@/lib/experiments/compare-params";
import type { CompareRun } from "@/lib/experiments/compare-query";
import { SeriesName } from "./series-mark";

type ParamsTableProps = { rows: readonly ParamRow[]; runs: readonly CompareRun[] };

/** Parameters of every run against the baseline, which is the first run. */
export function ParamsTable({ rows, runs }: ParamsTableProps) {
  const shared = rows.filter((row) => row.crossesAlgorithms).map((row) => row.key);
  return (
    <>
      <Panel>
        {rows.length === 0 ? (
          <p className="px-3.5 py-3 text-ink-2">All parameters are equal.</p>
        ) : (
          <Table caption="Parameters" density="dense">
            <thead>
              <tr>
                <Th className="md:sticky md:start-0 bg-panel">Parameter</Th>
                {runs.map((run, index) => (
                  <Th key={run.id} className="border-s border-line">
                    <SeriesName name={run.name} isBaseline={index === 0} />
                  </Th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.key} data-tone={row.differs ? undefined : "muted"}>
                  <th scope="row" className="md:sticky md:start-0 bg-panel font-mono text-s font-normal!">
                    <bdi>{row.key}</bdi>
                  </th>
                  {row.values.map((value, index) => (
                    <Td
                      key={runs[index]?.id ?? index}
                      className="max-w-80 truncate border-s border-line font-mono text-s"
                      title={value ?? undefined}
                    >
                      <ParamCell value={value} baseline={row.values[0] ?? null} isBaseline={index === 0} />
                    </Td>
                  ))}
                </tr>
              ))}
            </tbody>
          </Table>
        )}
      </Panel>
      {shared.length > 0 && (
        <Callout tone="warn" className="mt-2 text-s">
          <span className="font-mono">{shared.join(", ")}</span> is set by different algorithms, where one name can mean
          different things: the numbers may not compare.
        </Callout>
      )}
    </>
  );
}

type ParamCellProps = { value: string | null; baseline: string | null; isBaseline: boolean };

function ParamCell({ value, baseline, isBaseline }: ParamCellProps) {
  const text = value === null ? <span className="text-ink-3">not set</span> : <bdi>{value}</bdi>;
  if (isBaseline) return text;
  if (value === baseline) return <span className="text-ink-3">= equal</span>;
  return <span className="text-candidate">≠ {text}</span>;
}
