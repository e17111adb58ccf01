import { RiskTierChip } from "@/components/models/risk-tier-chip";
import { StatusBadge } from "@/components/ui/status-badge";
import { GroupRow, Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { type RiskTier, riskTiers } from "@/db/enums";
import { plural } from "@/lib/format";
import type { PortfolioRow } from "@/lib/governance/risk/portfolio-query";
import { paths } from "@/lib/paths";
import { ScoreText } from "./score-text";

const tierTitles: Readonly<Record<RiskTier, string>> = { high: "High tier", medium: "Medium tier", low: "Low tier" };

/** On a phone these stand under the model's name. */
const wide = "max-md:hidden";

/** Models by tier: assessment, scores before and after controls, next review, findings. */
export function PortfolioTable({ project, rows }: { project: string; rows: readonly PortfolioRow[] }) {
  return (
    <Table caption="Risk of models" density="roomy">
      <thead>
        <tr>
          <Th>Model</Th>
          <Th className={wide}>Tier</Th>
          <Th className={wide}>Assessment</Th>
          <Th className={wide}>Score before, after controls</Th>
          <Th className={wide}>Next review</Th>
          <Th className={wide}>Findings</Th>
          <Th className={wide}>Owner</Th>
        </tr>
      </thead>
      <tbody>
        {riskTiers.toReversed().flatMap((tier) => {
          const own = rows.filter((row) => row.tier === tier);
          if (own.length === 0) return [];
          return [
            <GroupRow key={tier} span={7}>
              {tierTitles[tier]}, {plural(own.length, "model")}
            </GroupRow>,
            ...own.map((row) => (
              <tr key={row.id}>
                <Td wrap className="min-w-44">
                  <TextLink href={paths.modelRisk(project, row.name)} className="font-medium">
                    <bdi>{row.name}</bdi>
                  </TextLink>
                  <span className="block text-xs text-ink-3">
                    <bdi>{row.useCase}</bdi>
                  </span>
                  <div className="mt-1.5 flex flex-col gap-1 text-s md:hidden">
                    <AssessmentState row={row} />
                    <span className="flex flex-wrap gap-x-3 gap-y-1">
                      <span>
                        Score <ScoreText inherent={row.inherent} residual={row.residual} />
                      </span>
                      <span>
                        Review <Review row={row} />
                      </span>
                      <span>
                        Findings <Findings project={project} row={row} />
                      </span>
                    </span>
                  </div>
                </Td>
                <Td className={wide}>
                  <RiskTierChip tier={row.tier} />
                </Td>
                <Td wrap className={`min-w-44 ${wide}`}>
                  <AssessmentState row={row} />
                </Td>
                <Td className={wide}>
                  <ScoreText inherent={row.inherent} residual={row.residual} />
                </Td>
                <Td className={wide}>
                  <Review row={row} />
                </Td>
                <Td wrap className={`min-w-32 ${wide}`}>
                  <Findings project={project} row={row} />
                </Td>
                <Td wrap className={`min-w-28 ${wide}`}>
                  {row.owner ? <bdi>{row.owner}</bdi> : <span className="text-warn">no owner</span>}
                </Td>
              </tr>
            )),
          ];
        })}
      </tbody>
    </Table>
  );
}

function AssessmentState({ row }: { row: PortfolioRow }) {
  return (
    <span className="flex flex-col gap-0.5">
      {row.signed ? (
        <StatusBadge tone="pass">Signed off, revision {row.signed.revision}</StatusBadge>
      ) : (
        <StatusBadge tone={row.open ? "unknown" : "warn"}>{row.open ? "Not signed off" : "Not assessed"}</StatusBadge>
      )}
      {row.open && (
        <span className="text-xs text-ink-2">
          revision {row.open.revision} {row.open.state === "submitted" ? "waits for sign-off" : "is a draft"}
        </span>
      )}
    </span>
  );
}

function Review({ row }: { row: PortfolioRow }) {
  if (row.triggers > 0) return <StatusBadge tone="warn">Asked for now</StatusBadge>;
  if (!row.signed?.reviewDue) return <span className="text-ink-3">—</span>;
  if (row.isReviewOverdue) return <StatusBadge tone="fail">Overdue since {row.signed.reviewDue}</StatusBadge>;
  return <span className="tabular-nums">{row.signed.reviewDue}</span>;
}

function Findings({ project, row }: { project: string; row: PortfolioRow }) {
  const { unsettled, accepted, blocking, overdue } = row;
  if (unsettled + accepted === 0) return <span className="text-ink-3">none</span>;
  const parts = [
    unsettled > 0 && `${unsettled} open`,
    blocking > 0 && `${blocking} blocking`,
    overdue > 0 && `${overdue} overdue`,
    accepted > 0 && `${accepted} accepted`,
  ].filter(Boolean);
  return (
    <TextLink quiet href={paths.findings(project, `?model=${encodeURIComponent(row.name)}`)}>
      {parts.join(", ")}
    </TextLink>
  );
}
