import { StatusBadge } from "@/components/ui/status-badge";
import { formatAge } from "@/lib/format-time";
import type { SourceView } from "@/lib/integrations/sources/source-query";

/** Whether a source is read: on, under way, failing since when, or off. */
export function SourceState({ source, now }: { source: SourceView; now: Date }) {
  if (!source.isEnabled) return <StatusBadge tone="stale">off</StatusBadge>;
  if (source.failingSince)
    return <StatusBadge tone="fail">failing for {formatAge(source.failingSince, now)}</StatusBadge>;
  if (source.isRunning) return <StatusBadge tone="accent">sync under way</StatusBadge>;
  if (!source.lastSyncAt) return <StatusBadge tone="neutral">on, not read yet</StatusBadge>;
  return <StatusBadge tone="pass">up to date</StatusBadge>;
}
