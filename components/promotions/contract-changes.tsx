import { StatusBadge } from "@/components/ui/status-badge";
import { Table, Td, Th } from "@/components/ui/table";
import type { ContractChange } from "@/lib/governance/gates/contract-diff";

const words = { added: "added", removed: "removed", retyped: "retyped", nullability: "nullability" } as const;
const sides = { inputs: "input", outputs: "output" } as const;

/** Fields that differ between two signatures, what breaks first. */
export function ContractChanges({ caption, changes }: { caption: string; changes: readonly ContractChange[] }) {
  return (
    <Table caption={caption} density="dense">
      <thead>
        <tr>
          <Th>Field</Th>
          <Th>Change</Th>
          <Th>From</Th>
          <Th>To</Th>
          <Th>For callers</Th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={`${change.side}-${change.name}-${change.change}`}>
            <Td className="font-medium">
              <bdi>{change.name}</bdi> <span className="font-normal text-ink-3">{sides[change.side]}</span>
            </Td>
            <Td>{words[change.change]}</Td>
            <Td className="text-ink-2">{change.from ?? "—"}</Td>
            <Td className="text-ink-2">{change.to ?? "—"}</Td>
            <Td>
              {change.breaks ? (
                <StatusBadge tone="fail">breaks: {change.breaks}</StatusBadge>
              ) : (
                <StatusBadge tone="pass">keeps working</StatusBadge>
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
