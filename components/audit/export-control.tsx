import { DisabledButton } from "@/components/ui/disabled-button";
import type { EventPage } from "@/lib/audit/queries";
import { isFiltered } from "@/lib/audit/schemas";
import { denial } from "@/lib/auth/authorize";
import { can } from "@/lib/auth/permissions";
import type { Context } from "@/lib/context";
import { plural } from "@/lib/format";
import { type AuditView, paramsOf } from "./audit-href";
import { ExportButton } from "./export-button";

const most = 5_000;

type ExportControlProps = { ctx: Context; address: string; view: AuditView; total: EventPage["total"] };

/** Exports the events in view as a bundle, or the whole log when nothing is filtered; says why when it cannot. */
export function ExportControl({ ctx, address, view, total }: ExportControlProps) {
  const filtered = isFiltered(view);
  const { before: _, event: __, ...filters } = paramsOf(view);
  const label = filtered ? `Export ${plural(total.count, "event")}` : "Export the log";
  const reasons = [
    ...(can(ctx.actor, "audit.export") ? [] : [denial("audit.export")]),
    ...(filtered && total.count === 0 ? ["No event matches the filters."] : []),
    ...(filtered && total.count > most
      ? [`A bundle takes ${most} events: narrow the filters, or export the whole log.`]
      : []),
  ];
  if (reasons.length > 0) {
    return (
      <DisabledButton compact reasons={reasons}>
        {label}
      </DisabledButton>
    );
  }
  return (
    <ExportButton address={address} filters={filters} variant="primary">
      {label}
    </ExportButton>
  );
}
