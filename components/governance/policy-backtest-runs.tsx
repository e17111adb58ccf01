import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { formatCount } from "@/lib/format";
import type { RunResult } from "@/lib/governance/backtest/backtest-summary";
import { paths } from "@/lib/paths";
import { GateWords, verdictBadge } from "./policy-backtest-cases";

const most = 20;

/** What the draft says to runs that were never promoted, by the gates that a run answers alone. */
export function PolicyBacktestRuns({ project, runs, of }: { project: string; runs: readonly RunResult[]; of: number }) {
  if (runs.length === 0)
    return (
      <p className="text-s text-ink-2">No gate of this draft can be answered by a run alone, or there are no runs.</p>
    );
  const count = (draft: RunResult["draft"]) => formatCount(runs.filter((run) => run.draft === draft).length);
  const changed = runs.filter((run) => run.draft !== run.live);
  return (
    <Section
      title="Runs"
      meta={`newest ${formatCount(runs.length)} of ${formatCount(of)}; gates on metrics, slices and axes only`}
    >
      <p className="mb-2.5 text-s">
        Of these, {count("passed")} pass, {count("blocked")} would be blocked, and of {count("unknown")} it cannot be
        told.
        {changed.length === 0 ? " None changes against the live version." : ""}
      </p>
      {changed.length > 0 && (
        <Panel>
          <Table caption="Runs that change" density="roomy">
            <thead>
              <tr>
                <Th>Run</Th>
                <Th>Live version</Th>
                <Th>Draft</Th>
                <Th>Because of</Th>
              </tr>
            </thead>
            <tbody>
              {changed.slice(0, most).map((run) => (
                <tr key={run.runId}>
                  <Td>
                    <TextLink href={paths.run(project, run.runId)}>
                      <bdi>{run.name}</bdi>
                    </TextLink>
                  </Td>
                  <Td>{verdictBadge(run.live)}</Td>
                  <Td>{verdictBadge(run.draft)}</Td>
                  <Td wrap className="min-w-64">
                    <ul className="text-s">
                      {run.deciding.map((gate) => (
                        <li key={gate.gateId}>
                          <GateWords gate={gate} />
                        </li>
                      ))}
                    </ul>
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </Panel>
      )}
      {changed.length > most && (
        <p className="mt-1.5 text-xs text-ink-3">
          {most} of {changed.length} shown.
        </p>
      )}
    </Section>
  );
}
