import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EventDetailView, eventTitle, SealChip } from "@/components/audit/event-detail";
import { EventKeys } from "@/components/audit/event-keys";
import { PageHeader } from "@/components/layout/page-header";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { findAuditEvent } from "@/lib/audit/event-query";
import { requirePage } from "@/lib/auth/page";
import { paths } from "@/lib/paths";

export const metadata: Metadata = { title: "Audit event" };

type Props = { params: Promise<{ project: string; event: string }> };

export default async function AuditEventPage({ params }: Props) {
  const { ctx, project } = await requirePage(params, "audit.view");
  const event = await findAuditEvent(ctx, decodeURIComponent((await params).event));
  if (!event) notFound();
  const to = (eventId: string | null) => (eventId ? paths.auditEvent(project.name, eventId) : null);
  const [newer, older] = [to(event.newer), to(event.older)];
  return (
    <>
      <PageHeader
        title={eventTitle(event)}
        crumbs={[{ href: paths.audit(project.name), label: "Audit log" }]}
        chips={<SealChip event={event} />}
        actions={
          <>
            {newer && <LinkButton href={newer}>Newer</LinkButton>}
            {older && <LinkButton href={older}>Older</LinkButton>}
          </>
        }
      />
      <Panel className="max-w-[760px]">
        <EventDetailView project={project.name} event={event} />
      </Panel>
      <EventKeys newerHref={newer} olderHref={older} closeHref={paths.audit(project.name)} />
    </>
  );
}
