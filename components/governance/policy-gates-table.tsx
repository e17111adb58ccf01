import { Chip } from "@/components/ui/chip";
import { Table, Td, Th } from "@/components/ui/table";
import { gateEvidenceNeed, gateKindLabels, gateRequirement } from "@/lib/governance/describe-gate";
import type { Gate } from "@/lib/governance/gates/gate";

/** The gates of a policy version: what each asks for, on how much evidence, and whether it blocks. */
export function PolicyGatesTable({ gates }: { gates: readonly Gate[] }) {
  return (
    <Table caption="Gates of this policy version" density="roomy">
      <thead>
        <tr>
          <Th>Gate</Th>
          <Th className="max-md:hidden">Kind</Th>
          <Th className="max-md:hidden">Asks for</Th>
          <Th className="max-md:hidden">Evidence</Th>
          <Th>If not</Th>
        </tr>
      </thead>
      <tbody>
        {gates.map((gate) => (
          <tr key={gate.id} id={`gate-${gate.id}`}>
            <Td wrap className="min-w-40">
              <span className="font-medium">{gate.title}</span>
              <code className="block text-xs text-ink-3">{gate.id}</code>
              <span className="block text-s md:hidden">
                {gateRequirement(gate)}
                {gateEvidenceNeed(gate) && <span className="text-ink-2"> · {gateEvidenceNeed(gate)}</span>}
              </span>
              {gate.rationale && <bdi className="block text-xs text-ink-2">{gate.rationale}</bdi>}
            </Td>
            <Td className="max-md:hidden">{gateKindLabels[gate.kind]}</Td>
            <Td wrap className="min-w-56 max-md:hidden">
              {gateRequirement(gate)}
            </Td>
            <Td wrap className="min-w-32 text-ink-2 max-md:hidden">
              {gateEvidenceNeed(gate) ?? "any amount"}
            </Td>
            <Td>
              {gate.severity === "block" ? (
                <Chip tone="fail" glyph="stop">
                  blocks
                </Chip>
              ) : (
                <Chip tone="warn">warns</Chip>
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
