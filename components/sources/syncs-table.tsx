import { StatusBadge } from "@/components/ui/status-badge";
import { Table, Td, Th } from "@/components/ui/table";
import { TimeText } from "@/components/ui/time-text";
import { formatCount } from "@/lib/format";
import type { SyncView } from "@/lib/integrations/sources/source-query";

const states = {
  running: { tone: "accent", word: "under way" },
  done: { tone: "pass", word: "done" },
  stopped: { tone: "stale", word: "stopped" },
} as const;

/** The last syncs of a source and what each came to. */
export function SyncsTable({ syncs }: { syncs: readonly SyncView[] }) {
  return (
    <Table caption="Syncs" density="normal">
      <thead>
        <tr>
          <Th>Sync</Th>
          <Th>State</Th>
          <Th>Began</Th>
          <Th align="end">Runs read</Th>
          <Th align="end">Taken</Th>
          <Th align="end">Unchanged</Th>
          <Th align="end">Not taken</Th>
          <Th align="end">Points</Th>
          <Th align="end">Logged models</Th>
        </tr>
      </thead>
      <tbody>
        {syncs.map(({ number, isFull, state, startedAt, counts }) => (
          <tr key={number}>
            <Td>
              {number} <span className="text-ink-3">{isFull ? "full" : "what is new"}</span>
            </Td>
            <Td>
              <StatusBadge tone={states[state].tone}>{states[state].word}</StatusBadge>
            </Td>
            <Td>
              <TimeText at={startedAt} />
            </Td>
            <Td align="end">{formatCount(counts.seen)}</Td>
            <Td align="end">{formatCount(counts.taken)}</Td>
            <Td align="end">{formatCount(counts.unchanged)}</Td>
            <Td align="end">{formatCount(counts.skipped)}</Td>
            <Td align="end">{formatCount(counts.points)}</Td>
            <Td align="end">{formatCount(counts.loggedModels ?? 0)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
