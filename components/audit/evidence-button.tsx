import { DisabledButton } from "@/components/ui/disabled-button";
import { denial } from "@/lib/auth/authorize";
import { can } from "@/lib/auth/permissions";
import type { Context } from "@/lib/context";
import { ExportButton } from "./export-button";

/** Downloads the evidence bundle of the object at `address` (its page), or says who may. */
export function EvidenceButton({ ctx, address }: { ctx: Context; address: string }) {
  if (!can(ctx.actor, "audit.export")) {
    return (
      <DisabledButton compact reasons={[denial("audit.export")]}>
        Evidence bundle
      </DisabledButton>
    );
  }
  return (
    <ExportButton address={`${address}/bundle`} filters={{}}>
      Evidence bundle
    </ExportButton>
  );
}
