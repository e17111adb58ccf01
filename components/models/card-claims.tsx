import { Chip } from "@/components/ui/chip";
import { Panel } from "@/components/ui/panel";
import { Table, Td, Th } from "@/components/ui/table";
import type { CardClaim } from "@/db/schema/cards";

/** Metrics that an imported card states: shown as claims, apart from everything that is evidence. */
export function CardClaims({ claims }: { claims: readonly CardClaim[] }) {
  return (
    <section id="claims" aria-labelledby="claims-title" className="scroll-mt-16">
      <div className="mb-1.5 flex flex-wrap items-center gap-2">
        <h3 id="claims-title">Stated by the imported card</h3>
        <Chip tone="stale">Claimed by the import, not evidence</Chip>
      </div>
      <Panel>
        <Table caption="Metrics claimed by the imported card">
          <thead>
            <tr>
              <Th>Metric</Th>
              <Th>Dataset</Th>
              <Th>Task</Th>
              <Th align="end">Claimed value</Th>
            </tr>
          </thead>
          <tbody>
            {claims.map((claim) => (
              <tr key={`${claim.task}|${claim.dataset}|${claim.metric}|${claim.value}`} data-tone="muted">
                <Td wrap>{claim.metric}</Td>
                <Td wrap>{claim.dataset || "—"}</Td>
                <Td wrap>{claim.task || "—"}</Td>
                <Td align="end">{claim.value}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </Panel>
    </section>
  );
}
