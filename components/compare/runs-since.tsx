import { StatusBadge } from "@/components/ui/status-badge";
import type { ChangedRun } from "@/lib/experiments/comparison";
import { formatList, plural } from "@/lib/format";

const words = {
  changed: ["was logged to", "were logged to"],
  settled: ["ended", "ended"],
  gone: ["is gone", "are gone"],
} as const;

/** What became of runs, each group in words: "hgb-v1 was logged to; 2 runs are gone". */
export function sinceText(changed: readonly ChangedRun[]): string {
  return (Object.keys(words) as (keyof typeof words)[])
    .flatMap((how) => {
      const runs = changed.filter((run) => run.how === how);
      if (runs.length === 0) return [];
      const names = runs.length <= 3 ? formatList(runs.map((run) => run.name ?? run.id)) : plural(runs.length, "run");
      return [`${names} ${words[how][runs.length === 1 ? 0 : 1]}`];
    })
    .join("; ");
}

/** Whether the runs of a saved comparison are as they were then. */
export function RunsSince({ changed }: { changed: readonly ChangedRun[] }) {
  if (changed.length === 0) return <StatusBadge tone="neutral">runs unchanged</StatusBadge>;
  return (
    <StatusBadge tone="warn" className="whitespace-normal!">
      {sinceText(changed)}
    </StatusBadge>
  );
}
