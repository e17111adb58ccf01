import { PromotionStateBadge } from "@/components/models/promotion-state-badge";
import { RiskTierChip } from "@/components/models/risk-tier-chip";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { AgeText, TimeText } from "@/components/ui/time-text";
import { plural } from "@/lib/format";
import { formatTimeLeft } from "@/lib/format-time";
import { paths } from "@/lib/paths";
import type { InboxRow } from "@/lib/promotions/inbox-query";
import { canExpire } from "@/lib/promotions/promotion-state";

type PromotionsTableProps = { project: string; rows: readonly InboxRow[]; now: Date };

/** Promotions as rows: what goes where, how its gates stand, how far its quorum is, how long is left. */
export function PromotionsTable({ project, rows, now }: PromotionsTableProps) {
  return (
    <Table caption="Promotions">
      <thead>
        <tr>
          <Th>Promotion</Th>
          <Th>State</Th>
          <Th>Model and version</Th>
          <Th>To</Th>
          <Th>Tier</Th>
          <Th>Gates</Th>
          <Th align="end">Approvals</Th>
          <Th>Requested</Th>
          <Th align="end">Time left</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.number}>
            <Td>
              <TextLink href={paths.promotion(project, row.number)} className="font-medium tabular-nums">
                P-{row.number}
              </TextLink>
            </Td>
            <Td>
              <PromotionStateBadge state={row.state} />
            </Td>
            <Td>
              <bdi>{row.model}</bdi>{" "}
              <span className="tabular-nums">
                <span className="text-ink-3">{row.baseline ?? "nothing"} →</span> {row.version}
              </span>
            </Td>
            <Td>
              <bdi>{row.environment}</bdi>
            </Td>
            <Td>
              <RiskTierChip tier={row.riskTier} />
            </Td>
            <Td>
              <GateCounts row={row} />
            </Td>
            <Td align="end">
              {row.approvals} of {row.required ?? "—"}
            </Td>
            <Td>
              <AgeText at={row.requestedAt} now={now} /> <span className="text-ink-2">by</span>{" "}
              <bdi>{row.requestedBy}</bdi>
            </Td>
            <Td align="end">
              <TimeLeft row={row} now={now} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function GateCounts({ row }: { row: InboxRow }) {
  if (!row.counts) return <span className="text-ink-3">not evaluated</span>;
  const { failed = 0, inconclusive = 0, passed = 0 } = row.counts;
  const blocking = row.blocking ?? 0;
  const warning = failed + inconclusive - blocking;
  return (
    <span className="tabular-nums">
      {blocking > 0 && <span className="font-medium text-fail">{plural(blocking, "blocks", "block")}, </span>}
      {warning > 0 && <span className="text-warn">{plural(warning, "warns", "warn")}, </span>}
      {passed} passed
    </span>
  );
}

function TimeLeft({ row, now }: { row: InboxRow; now: Date }) {
  if (!row.expiresAt || !canExpire(row.state)) return <span className="text-ink-3">—</span>;
  const isShort = row.expiresAt.getTime() - now.getTime() < 24 * 3_600_000;
  return (
    <span className={isShort ? "font-medium text-warn" : undefined} title={row.expiresAt.toISOString()}>
      {formatTimeLeft(row.expiresAt, now)}
      <span className="sr-only">
        {" "}
        until <TimeText at={row.expiresAt} />
      </span>
    </span>
  );
}
