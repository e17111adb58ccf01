import { hrefWith } from "@/components/data-table/href";
import { type AuditFilters, filterNames } from "@/lib/audit/schemas";
import { paths } from "@/lib/paths";

export type AuditView = AuditFilters & { event?: string | undefined };

/** The parameters of the address that are set. */
export const paramsOf = (view: AuditView): Record<string, string> =>
  Object.fromEntries(
    [...filterNames, "before" as const, "event" as const].flatMap((name) =>
      view[name] === undefined ? [] : [[name, String(view[name])]],
    ),
  );

/** The audit page with some parameters changed; null removes one. A changed filter starts at the first page again. */
export function auditHref(project: string, view: AuditView, changes: Record<string, string | null>): string {
  const isPaging = "before" in changes || Object.keys(changes).every((name) => name === "event");
  return hrefWith(paths.audit(project), paramsOf(view), isPaging ? changes : { before: null, event: null, ...changes });
}
