import { Panel } from "@/components/ui/panel";
import { Table, Td, Th } from "@/components/ui/table";
import { axes } from "@/db/enums";
import type { AxisDiff } from "@/lib/experiments/axes";
import type { CompareRun } from "@/lib/experiments/compare-query";
import { shortDigest } from "@/lib/format";
import { SeriesName } from "./series-mark";

type AxisTableProps = { baseline: CompareRun; candidates: readonly CompareRun[]; diffs: readonly AxisDiff[] };

/** Six axes of every run against the baseline; those that moved in any run first. */
export function AxisTable({ baseline, candidates, diffs }: AxisTableProps) {
  const stateOf = (index: number, axis: string) =>
    diffs[index]?.changes.find((change) => change.axis === axis)?.state ?? "unknown";
  const movedIn = (axis: string) => candidates.filter((_, index) => stateOf(index, axis) === "moved").length;
  const ordered = [...axes].sort((a, b) => Number(movedIn(b) > 0) - Number(movedIn(a) > 0));
  return (
    <Panel>
      <Table caption="Six reproducibility axes against the baseline">
        <thead>
          <tr>
            <Th className="md:sticky md:start-0 bg-panel">Axis</Th>
            <Th>
              <SeriesName name={baseline.name} isBaseline />
            </Th>
            {candidates.map((run) => (
              <Th key={run.id} className="border-s border-line">
                <SeriesName name={run.name} isBaseline={false} />
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ordered.map((axis) => (
            <tr key={axis} data-tone={movedIn(axis) === 0 ? "muted" : undefined}>
              <th scope="row" className="md:sticky md:start-0 bg-panel font-mono text-s font-normal!">
                {axis}
              </th>
              <Td className="font-mono text-s">
                <AxisValue run={baseline} axis={axis} />
              </Td>
              {candidates.map((run, index) => (
                <Td key={run.id} className="border-s border-line font-mono text-s">
                  <AxisCell run={run} axis={axis} state={stateOf(index, axis)} />
                </Td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}

type CellProps = { run: CompareRun; axis: (typeof axes)[number] };

function AxisCell({ run, axis, state }: CellProps & { state: "equal" | "moved" | "unknown" }) {
  if (state === "equal") return <span className="text-ink-3">= equal</span>;
  return (
    <span className={state === "moved" ? "text-candidate" : "text-warn"}>
      {state === "moved" ? "≠ " : "? "}
      <AxisValue run={run} axis={axis} />
    </span>
  );
}

const isDigest = /^(sha256:)?[0-9a-f]{16,}$/;

/** The value of an axis in the words people know it by; digests are cut, their whole is in the title. */
function AxisValue({ run, axis }: CellProps) {
  const value = run.axes[axis];
  if (value === null) return <span className="text-warn">not recorded</span>;
  const { dataset, code } = run.axisDetails;
  const named = axis === "dataset_snapshot" ? dataset?.trainName : undefined;
  return (
    <bdi title={[value, axis === "code_commit" ? code?.message : null].filter(Boolean).join("\n")}>
      {named ?? (isDigest.test(value) ? shortDigest(value, axis === "code_commit" ? 7 : 12) : value)}
    </bdi>
  );
}
