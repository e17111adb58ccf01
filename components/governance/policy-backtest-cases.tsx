import { Chip } from "@/components/ui/chip";
import { Panel } from "@/components/ui/panel";
import { StatusBadge } from "@/components/ui/status-badge";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { formatPercent } from "@/lib/format";
import { type CaseResult, type DecidingGate, isCaught, type Verdict } from "@/lib/governance/backtest/backtest-summary";
import { paths } from "@/lib/paths";

export const verdictBadge = (verdict: Verdict) =>
  verdict === "passed" ? (
    <StatusBadge tone="pass">let through</StatusBadge>
  ) : verdict === "blocked" ? (
    <StatusBadge tone="fail">blocked</StatusBadge>
  ) : (
    <StatusBadge tone="unknown" glyph="inconclusive">
      cannot tell
    </StatusBadge>
  );

const most = 200;

/** The cases, each a way to its promotion, with the gates that decide and how far they are from their limit. */
export function PolicyBacktestCases({ project, cases }: { project: string; cases: readonly CaseResult[] }) {
  if (cases.length === 0) return <p className="text-s text-ink-2">No case is of this kind.</p>;
  return (
    <>
      <Panel>
        <Table caption="Past promotions under this draft" density="roomy">
          <thead>
            <tr>
              <Th>Promotion</Th>
              <Th>Then</Th>
              <Th>Under the draft</Th>
              <Th>Because of</Th>
              <Th>Went on to</Th>
            </tr>
          </thead>
          <tbody>
            {cases.slice(0, most).map((one) => (
              <tr key={`${one.promotion}-${one.evaluation}`}>
                <Td>
                  <TextLink href={paths.promotion(project, one.promotion)} className="font-medium">
                    P-{one.promotion}
                  </TextLink>{" "}
                  <bdi>{one.model}</bdi> {one.version}
                  <span className="block text-xs text-ink-3">
                    {one.environment}, {one.evaluatedAt.slice(0, 10)}, evaluation {one.evaluation}
                  </span>
                </Td>
                <Td>
                  {verdictBadge(one.before)}
                  <span className="block text-xs text-ink-3">
                    <bdi>{one.policy}</bdi>
                  </span>
                </Td>
                <Td>{verdictBadge(one.draft)}</Td>
                <Td wrap className="min-w-64">
                  <Because one={one} />
                </Td>
                <Td>
                  {one.rollout ? (
                    <>
                      <TextLink href={paths.rollout(project, one.rollout.number)}>R-{one.rollout.number}</TextLink>{" "}
                      {one.rollout.fate.replace("_", " ")}
                      {isCaught(one) && (
                        <Chip tone="pass" glyph="pass">
                          caught
                        </Chip>
                      )}
                    </>
                  ) : (
                    <span className="text-ink-2">{one.state.replaceAll("_", " ")}</span>
                  )}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </Panel>
      {cases.length > most && (
        <p className="text-xs text-ink-3">
          {most} of {cases.length} shown, newest first.
        </p>
      )}
    </>
  );
}

function Because({ one }: { one: CaseResult }) {
  return (
    <ul className="flex flex-col gap-0.5 text-s">
      {one.deciding.map((gate) => (
        <li key={gate.gateId}>
          <GateWords gate={gate} />
        </li>
      ))}
      {one.moreDeciding > 0 && <li className="text-ink-3">and {one.moreDeciding} more</li>}
      {one.missing.length > 0 && <li className="text-ink-2">No evidence from then: {one.missing.join(", ")}</li>}
    </ul>
  );
}

/** A gate with its sentence, and its room to the limit as a share of it. */
export function GateWords({ gate }: { gate: DecidingGate }) {
  return (
    <>
      <bdi className="font-medium">{gate.title}</bdi>: {gate.sentence}
      {gate.headroom !== null && (
        <span className="text-ink-3">
          {" "}
          Room {gate.headroom > 0 ? "+" : ""}
          {formatPercent(gate.headroom, 1)} of its limit.
        </span>
      )}
    </>
  );
}
