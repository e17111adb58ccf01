import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import type { EventDetail } from "@/lib/audit/event-query";
import { type AuditView, auditHref } from "./audit-href";
import { BringIntoView } from "./bring-into-view";
import { EventDetailView, eventTitle, SealChip } from "./event-detail";
import { EventKeys } from "./event-keys";

type EventAsidePanelProps = { project: string; view: AuditView; event: EventDetail };

/** The chosen event beside the list: newer, older and close are links, and keys. */
export function EventAsidePanel({ project, view, event }: EventAsidePanelProps) {
  const to = (eventId: string | null) => (eventId ? auditHref(project, view, { event: eventId }) : null);
  const [newer, older] = [to(event.newer), to(event.older)];
  const close = auditHref(project, view, { event: null });
  const links = [
    { label: "Newer", href: newer },
    { label: "Older", href: older },
    { label: "Close", href: close },
  ];
  return (
    <Panel>
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-3.5 py-2.5">
        <h2>{eventTitle(event)}</h2>
        <SealChip event={event} />
        <span className="ms-auto flex gap-1.5">
          {links.map(
            ({ label, href }) =>
              href && (
                <LinkButton key={label} href={href} size="s" scroll={false} prefetch={false}>
                  {label}
                </LinkButton>
              ),
          )}
        </span>
      </div>
      <EventDetailView project={project} event={event} />
      <BringIntoView target="chosen-event" when={event.eventId} />
      <EventKeys newerHref={newer} olderHref={older} closeHref={close} />
    </Panel>
  );
}
