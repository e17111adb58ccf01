import { DescriptionList } from "@/components/ui/description-list";
import { Panel } from "@/components/ui/panel";
import { ScrollArea } from "@/components/ui/scroll-area";
import { StatusBadge } from "@/components/ui/status-badge";
import { Table, Td, Th } from "@/components/ui/table";
import { AgeText, TimeText } from "@/components/ui/time-text";
import { formatCount, formatList, formatPercent } from "@/lib/format";
import { ciCheckNames } from "@/lib/governance/gates/ci-checks-gate";
import type { Evidence } from "@/lib/governance/gates/evidence";
import { anchorOf } from "@/lib/promotions/evidence-anchor";

type RecordProps = { evidence: Evidence; now: Date };

const quiet = (text: string) => (
  <Panel padded>
    <p className="text-ink-2">{text}</p>
  </Panel>
);
const tones = { passed: "pass", failed: "fail", error: "fail", skipped: "unknown" } as const;

/** CI checks of the commit and of the version. */
export function EvidenceChecks({ evidence: { checks }, now }: RecordProps) {
  if (checks.length === 0) return quiet("No pipeline reported a check of this commit or version.");
  return (
    <Panel>
      <ScrollArea className="overflow-x-auto">
        <Table caption="CI checks" density="dense">
          <thead>
            <tr>
              <Th>Check</Th>
              <Th>Status</Th>
              <Th align="end">Tests</Th>
              <Th align="end">Failed</Th>
              <Th>About</Th>
              <Th align="end">Age</Th>
            </tr>
          </thead>
          <tbody>
            {checks.map((check) => (
              <tr key={check.id} id={anchorOf("check", check.id)} className="target:bg-accent-soft">
                <Td>
                  {check.url ? (
                    <a href={check.url} rel="noreferrer" className="text-accent-ink underline">
                      {check.name}
                    </a>
                  ) : (
                    check.name
                  )}{" "}
                  <span className="text-xs text-ink-3">{ciCheckNames[check.kind]}</span>
                </Td>
                <Td>
                  <StatusBadge tone={tones[check.status]}>{check.status}</StatusBadge>
                </Td>
                <Td align="end">{formatCount(check.total)}</Td>
                <Td align="end">{formatCount(check.failed)}</Td>
                <Td className="text-ink-2">
                  {check.versionId === null ? `commit ${check.commit?.slice(0, 8)}` : "the version"}
                </Td>
                <Td align="end" className="text-ink-3">
                  <AgeText at={new Date(check.reportedAt)} now={now} />
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </ScrollArea>
    </Panel>
  );
}

/** Where the model card stands. */
export function EvidenceCard({ evidence: { card } }: RecordProps) {
  if (!card || card.revision === 0) return quiet("This version had no model card when the document was made.");
  return (
    <Panel padded>
      <DescriptionList
        items={[
          { term: "Status", value: card.status.replace("_", " ") },
          { term: "Revision", value: `${card.revision}, approved: ${card.approvedRevision ?? "none"}` },
          { term: "Complete", value: formatPercent(card.completeness) },
          { term: "Missing", value: card.missingSections.length === 0 ? "nothing" : formatList(card.missingSections) },
          { term: "Stale figures", value: formatCount(card.staleFigures) },
          { term: "Changed", value: <TimeText at={new Date(card.updatedAt)} /> },
        ]}
      />
    </Panel>
  );
}

/** Where the risk assessment stands, with its findings. */
export function EvidenceRisk({ evidence: { risk, findings } }: RecordProps) {
  if (!risk && !findings) return quiet("Risk assessment and findings were not on record when the document was made.");
  return (
    <Panel padded>
      {risk && (
        <DescriptionList
          items={[
            { term: "Status", value: risk.status.replace("_", " ") },
            { term: "Revision", value: `${risk.revision}, ${risk.tier} risk` },
            {
              term: "Signed off by",
              value: risk.validatorName ? (
                <>
                  <bdi>{risk.validatorName}</bdi>
                  {risk.validatorIsIndependent === false && ", in the conflict set of this promotion"}
                </>
              ) : (
                "nobody"
              ),
            },
            { term: "Signed off", value: risk.signedOffAt ? <TimeText at={new Date(risk.signedOffAt)} /> : "—" },
            { term: "Review due", value: risk.reviewDueAt ? <TimeText at={new Date(risk.reviewDueAt)} /> : "—" },
            { term: "Open triggers", value: formatCount(risk.openTriggers) },
          ]}
        />
      )}
      <ul className="mt-3 flex flex-col gap-1.5">
        {(findings ?? []).map((finding) => (
          <li key={finding.id} id={anchorOf("finding", finding.id)} className="text-s target:bg-accent-soft">
            <bdi className="font-medium">{finding.title}</bdi>{" "}
            <span className="text-ink-2">
              {finding.severity}, {finding.state}
              {finding.blocks && ", blocks"}
              {finding.ownerName && `, ${finding.ownerName}`}
            </span>
          </li>
        ))}
      </ul>
      {findings?.length === 0 && <p className="mt-2 text-s text-ink-2">No finding was raised.</p>}
    </Panel>
  );
}

/** Who answers for the model, how it comes back, and what was waived. */
export function EvidencePeople({ evidence: { owner, rollbackPlan, waivers } }: RecordProps) {
  return (
    <Panel padded>
      <DescriptionList
        items={[
          { term: "Owner", value: owner ? `${owner.name}${owner.isActive ? "" : ", account disabled"}` : "nobody" },
          { term: "Rollback", value: rollbackPlan ? <bdi>{rollbackPlan.summary}</bdi> : "no plan" },
          { term: "Back to", value: rollbackPlan?.returnsTo ?? "—" },
          {
            term: "Triggers",
            value:
              rollbackPlan?.triggers
                .map(({ condition, ownerName }) => `${condition} (${ownerName ?? "nobody"})`)
                .join("; ") || "none",
          },
          {
            term: "Waivers",
            value:
              waivers.length === 0
                ? "none"
                : waivers
                    .map((waiver) => `${waiver.gateId}: ${waiver.ownerName}, until ${waiver.expiresAt.slice(0, 10)}`)
                    .join("; "),
          },
        ]}
      />
    </Panel>
  );
}
