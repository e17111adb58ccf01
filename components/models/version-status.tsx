import { Callout } from "@/components/ui/callout";
import type { RunStatus, VersionStatus } from "@/db/enums";
import { whyNotPromotable } from "@/lib/models/version-standing";

type VersionStatusProps = { name: string; status: VersionStatus; runStatus: RunStatus; digestHolds: boolean };

/** Why a version cannot be promoted as it is; nothing for one that can. */
export function VersionStatusCallout({ name, status, runStatus, digestHolds }: VersionStatusProps) {
  const why = whyNotPromotable(name, { status, runStatus });
  if (why)
    return (
      <Callout tone={status === "pending" ? "warn" : "neutral"} className="mb-5">
        {why}
      </Callout>
    );
  if (digestHolds) return null;
  return (
    <Callout tone="fail" className="mb-5">
      The run behind this version changed after it was registered: its figures or files no longer match the version's
      digest, so it cannot be promoted. Register the run again; that makes a new version.
    </Callout>
  );
}
