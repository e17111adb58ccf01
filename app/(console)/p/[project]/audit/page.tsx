import clsx from "clsx";
import type { Metadata } from "next";
import { Suspense } from "react";
import { type AuditView, auditHref } from "@/components/audit/audit-href";
import { EventAsidePanel } from "@/components/audit/event-aside-panel";
import { EventFilters } from "@/components/audit/event-filters";
import { EventKeys } from "@/components/audit/event-keys";
import { EventList } from "@/components/audit/event-list";
import { ExportControl } from "@/components/audit/export-control";
import { LogStatusPanel } from "@/components/audit/log-status";
import { VerifyButton } from "@/components/audit/verify-button";
import { KeysetPager } from "@/components/data-table/keyset-pager";
import { PageHeader } from "@/components/layout/page-header";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { SkeletonPage } from "@/components/ui/skeleton";
import { findAuditEvent } from "@/lib/audit/event-query";
import { objectLink } from "@/lib/audit/object-link";
import { listAuditEvents } from "@/lib/audit/queries";
import { auditFilters, isFiltered } from "@/lib/audit/schemas";
import { getLogStatus, listFilterChoices } from "@/lib/audit/status-query";
import { type PageAccess, requirePage } from "@/lib/auth/page";
import { paths } from "@/lib/paths";

export const metadata: Metadata = { title: "Audit log" };

type Props = {
  params: Promise<{ project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function AuditPage({ params, searchParams }: Props) {
  const { ctx, project } = await requirePage(params, "audit.view");
  const asked = await searchParams;
  const event = typeof asked.event === "string" ? asked.event : undefined;
  return (
    <Suspense fallback={<SkeletonPage label="the audit log" />}>
      <AuditLog ctx={ctx} project={project} view={{ ...auditFilters.parse(asked), event }} />
    </Suspense>
  );
}

async function AuditLog({ ctx, project, view }: PageAccess & { view: AuditView }) {
  const [page, status, choices, chosen] = await Promise.all([
    listAuditEvents(ctx, view),
    getLogStatus(ctx),
    listFilterChoices(ctx),
    view.event ? findAuditEvent(ctx, view.event, view) : null,
  ]);
  const address = paths.audit(project.name);
  const filtered = isFiltered(view);
  const first = page.events[0];
  return (
    <>
      <PageHeader
        title="Audit log"
        actions={
          <>
            <VerifyButton address={`${address}/verify`} />
            <ExportControl ctx={ctx} address={`${address}/export`} view={view} total={page.total} />
          </>
        }
      />
      <LogStatusPanel status={status} now={ctx.now()} />
      <EventFilters
        project={project.name}
        view={view}
        choices={choices}
        objectName={first && view.object ? objectLink(project.name, first).text : null}
        end={
          <KeysetPager
            shown={page.events.length}
            total={page.total.isExact ? page.total.count : null}
            noun="events"
            firstHref={view.before === undefined ? null : auditHref(project.name, view, { before: null, event: null })}
            nextHref={
              page.next === null ? null : auditHref(project.name, view, { before: String(page.next), event: null })
            }
          />
        }
      />
      <div className={clsx("mt-3 grid items-start gap-4", chosen && "xl:grid-cols-[minmax(0,1fr)_400px]")}>
        <Panel className="max-xl:order-2">
          {page.events.length > 0 ? (
            <EventList project={project.name} view={view} page={page} />
          ) : (
            <EmptyState
              title={filtered ? "No event matches" : "Nothing is recorded yet"}
              action={filtered && <LinkButton href={address}>Show all events</LinkButton>}
            >
              {filtered
                ? "Take a filter away, or search for fewer words."
                : "Every change in this project, every decision and every sign-in of its members will be listed here."}
            </EmptyState>
          )}
        </Panel>
        {chosen ? (
          <aside
            id="chosen-event"
            aria-label="Chosen event"
            tabIndex={-1}
            className="min-w-0 scroll-mt-16 outline-none max-xl:order-1 xl:sticky xl:top-16 xl:max-h-[calc(100dvh-80px)] xl:overflow-y-auto"
          >
            <EventAsidePanel project={project.name} view={view} event={chosen} />
          </aside>
        ) : (
          <EventKeys
            olderHref={first ? auditHref(project.name, view, { event: first.eventId }) : null}
            newerHref={null}
            closeHref={null}
          />
        )}
      </div>
      <p className="mt-6 max-w-[90ch] border-t border-line pt-3 text-s text-ink-2">
        An exported file is checked without this server: <code>npm run verify -- FILE --vkey KEY</code>. Names and texts
        lie outside the sealed entries as salted commitments, so a person can be erased and the log still verifies.
      </p>
    </>
  );
}
