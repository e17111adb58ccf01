import { TimeText } from "@/components/ui/time-text";
import type { ModelPage } from "@/lib/models/model-page-query";

/** Every risk revision of a model with its reason, newest first. */
export function RiskHistory({ tiers }: { tiers: ModelPage["tiers"] }) {
  return (
    <ol className="flex flex-col gap-2.5">
      {tiers.map((entry) => (
        <li key={entry.revision}>
          <div className="text-s">
            <span className="font-medium">{entry.tier}</span>{" "}
            <span className="text-ink-3">revision {entry.revision}</span>
          </div>
          <p className="wrap-anywhere whitespace-pre-wrap" dir="auto">
            {entry.reason}
          </p>
          <div className="text-xs text-ink-3">
            {entry.editedBy}, <TimeText at={entry.editedAt} />
          </div>
        </li>
      ))}
    </ol>
  );
}
