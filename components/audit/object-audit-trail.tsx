import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import { formatObjectRef, type ObjectRef } from "@/lib/audit/object-ref";
import { listAuditEvents } from "@/lib/audit/queries";
import { auditFilters } from "@/lib/audit/schemas";
import type { Context } from "@/lib/context";
import { formatCount, plural } from "@/lib/format";
import { paths } from "@/lib/paths";
import { EventAside, EventSentence } from "./event-words";

type ObjectAuditTrailProps = {
  ctx: Context;
  /** Name of the project, for addresses. */
  project: string;
  objectType: string;
  objectId: string;
  /** Further objects whose events belong here, e.g. the rollouts of a promotion. */
  also?: readonly ObjectRef[];
  limit?: number;
};

/** What the log holds about one object, newest first: the audit part of every object's page. */
export async function ObjectAuditTrail({
  ctx,
  project,
  objectType,
  objectId,
  also = [],
  limit = 10,
}: ObjectAuditTrailProps) {
  const object = { type: objectType, id: objectId };
  const { events, total } = await listAuditEvents(ctx, auditFilters.parse({}), [object, ...also], limit);
  if (events.length === 0) {
    return (
      <Panel>
        <EmptyState title="Nothing is recorded yet">
          Every change of this object will be listed here, sealed in the audit log.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel>
      <ol>
        {events.map((event) => (
          <li
            key={event.eventId}
            className="grid gap-x-4 gap-y-0.5 border-b border-line px-3.5 py-2 sm:grid-cols-[150px_minmax(0,1fr)_max-content]"
          >
            <span className="text-s text-ink-3">
              <TimeText at={new Date(event.occurredAt)} />
            </span>
            <span className="min-w-0">
              <EventSentence event={event} />
              <EventAside event={event} />
            </span>
            <TextLink quiet href={paths.auditEvent(project, event.eventId)} className="text-s text-ink-2 tabular-nums">
              {event.seq === null ? "not sealed yet" : `event ${formatCount(event.seq)}`}
            </TextLink>
          </li>
        ))}
      </ol>
      <p className="px-3.5 py-2 text-s">
        <TextLink href={`${paths.audit(project)}?object=${encodeURIComponent(formatObjectRef(object))}`}>
          {events.length < total.count
            ? `All ${plural(total.count, "event")} in the audit log`
            : "Open in the audit log"}
        </TextLink>
      </p>
    </Panel>
  );
}
