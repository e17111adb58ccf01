import type { Metadata } from "next";
import { PageHeader } from "@/components/layout/page-header";
import { PromotionsTable } from "@/components/promotions/promotions-table";
import { StateFilter } from "@/components/promotions/state-filter";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { TabLinks } from "@/components/ui/tab-links";
import { requirePage } from "@/lib/auth/page";
import { can } from "@/lib/auth/permissions";
import { plural } from "@/lib/format";
import { paths } from "@/lib/paths";
import { countInbox, type InboxView, inboxViews, listPromotions, parseState } from "@/lib/promotions/inbox-query";
import { inboxHref } from "@/lib/promotions/inbox-url";

export const metadata: Metadata = { title: "Promotions" };

type Props = {
  params: Promise<{ project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const labels: Record<InboxView, string> = { waiting: "Waiting on me", mine: "I asked", open: "Open", all: "All" };
const empty: Record<InboxView, string> = {
  waiting: "Nothing waits on you",
  mine: "You have not asked for a promotion",
  open: "No promotion is open",
  all: "No promotion was asked for yet",
};

const first = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

export default async function PromotionsPage({ params, searchParams }: Props) {
  const { ctx, project } = await requirePage(params, "project.view");
  const search = await searchParams;
  const counts = await countInbox(ctx);
  const asked = inboxViews.find((view) => view === first(search.view));
  const view = asked ?? (counts.waiting > 0 ? "waiting" : "open");
  const state = parseState(first(search.state));
  const after = first(search.after) ?? null;
  const { rows, next, total } = await listPromotions(ctx, { view, state, after });
  const mayAsk = can(ctx.actor, "promotion.request");
  const href = (change: { view?: InboxView; state?: typeof state; after?: string | null }) =>
    inboxHref(project.name, { view, state, after: null, ...change });
  return (
    <>
      <PageHeader
        title="Promotions"
        summary="The only way a version reaches an environment: its gates are evaluated on evidence, then other people approve."
        actions={
          mayAsk && (
            <LinkButton variant="primary" href={paths.requestPromotion(project.name)}>
              Request promotion
            </LinkButton>
          )
        }
      />
      <TabLinks
        label="Promotions"
        tabs={inboxViews.map((name) => ({
          href: href({ view: name, state: null }),
          label: labels[name],
          count: counts[name],
          current: name === view,
        }))}
        end={<StateFilter state={state} hrefs={(value) => href({ state: value })} />}
      />
      <Panel className="mt-3">
        {rows.length > 0 ? (
          <PromotionsTable project={project.name} rows={rows} now={ctx.now()} />
        ) : (
          <EmptyState
            title={state ? `${empty[view]} in this state` : empty[view]}
            action={
              mayAsk ? (
                <LinkButton href={paths.models(project.name)}>Choose a version</LinkButton>
              ) : (
                <LinkButton href={href({ view: "all", state: null })}>See all promotions</LinkButton>
              )
            }
          >
            A data scientist opens a model version and asks for it to be promoted; people who did not contribute to it
            then decide.
          </EmptyState>
        )}
      </Panel>
      <div className="mt-2.5 flex flex-wrap items-center gap-3 text-s text-ink-2">
        <span className="tabular-nums">
          {rows.length} of {plural(total, "promotion")}
          {view === "waiting" ? ", least time left first" : ", newest first"}
        </span>
        {after && (
          <LinkButton size="s" href={href({})}>
            First page
          </LinkButton>
        )}
        {next && (
          <LinkButton size="s" href={href({ after: next })}>
            Next page
          </LinkButton>
        )}
      </div>
    </>
  );
}
