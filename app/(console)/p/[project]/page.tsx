import type { Metadata } from "next";
import { TableKeys } from "@/components/data-table/table-keys";
import { ChangesList } from "@/components/home/changes-list";
import { FollowClientLink } from "@/components/home/follow-client-link";
import { HomeEmpty } from "@/components/home/home-empty";
import { LatestRuns } from "@/components/home/latest-runs";
import { LiveCards } from "@/components/home/live-cards";
import { WaitingList } from "@/components/home/waiting-list";
import { PageHeader } from "@/components/layout/page-header";
import { Chip } from "@/components/ui/chip";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { TextLink } from "@/components/ui/text-link";
import { findLastCheckpoint } from "@/lib/audit/checkpoint-query";
import { requirePage } from "@/lib/auth/page";
import { formatCount, plural } from "@/lib/format";
import { formatDateTime, formatWeekday } from "@/lib/format-time";
import { listChanges } from "@/lib/home/changes-query";
import { listLatestRuns } from "@/lib/home/latest-runs-query";
import { listLiveModels } from "@/lib/home/live-query";
import { waitingHeadline } from "@/lib/home/waiting";
import { homeViews, listHomeWork } from "@/lib/home/waiting-query";
import { paths } from "@/lib/paths";

export const metadata: Metadata = { title: "Today" };

type Props = { params: Promise<{ project: string }>; searchParams: Promise<{ view?: string | string[] }> };

const viewLabels = { waiting: "For me", mine: "I requested", open: "Whole project" };
const mostChanges = 8;

export default async function HomePage({ params, searchParams }: Props) {
  const { ctx, project } = await requirePage(params, "project.view");
  const asked = (await searchParams).view;
  const view = homeViews.find((candidate) => candidate === asked) ?? "waiting";
  const [work, live, recorded, runs, checkpoint] = await Promise.all([
    listHomeWork(ctx, project.name),
    listLiveModels(ctx),
    listChanges(ctx),
    listLatestRuns(ctx),
    findLastCheckpoint(ctx.db),
  ]);
  const shown = work[view];
  const now = ctx.now();
  const href = paths.home(project.name);
  return (
    <>
      <FollowClientLink project={project.name} />
      <PageHeader
        title={waitingHeadline(work.waiting.items, now, work.waiting.total)}
        meta={<span>{formatWeekday(now)}</span>}
        actions={
          checkpoint && (
            <TextLink href={paths.audit(project.name)} className="no-underline">
              <Chip
                tone="pass"
                glyph="seal"
                title={`Checkpoint ${checkpoint.number}, signed ${formatDateTime(checkpoint.signedAt)}`}
              >
                Log sealed to event {formatCount(checkpoint.size)}
              </Chip>
            </TextLink>
          )
        }
      />
      <Section
        title={view === "waiting" ? "Needs you" : viewLabels[view]}
        meta={`${shown.items.length} of ${shown.total}, sorted by time left`}
        actions={
          <SegmentedLinks
            label="Whose work"
            options={homeViews.map((candidate) => ({
              href: candidate === "waiting" ? href : `${href}?view=${candidate}`,
              label: viewLabels[candidate],
              count: work[candidate].total,
              current: candidate === view,
            }))}
          />
        }
      >
        <Panel>
          {shown.items.length > 0 ? (
            <TableKeys>
              <WaitingList items={shown.items} now={now} />
            </TableKeys>
          ) : runs.length === 0 ? (
            <HomeEmpty project={project.name} />
          ) : (
            <p className="px-3.5 py-5 text-ink-2">
              {view === "waiting"
                ? "No promotion or rollout needs you now."
                : view === "mine"
                  ? "You have requested nothing yet."
                  : "No promotion is open and no rollout is under way."}{" "}
              <TextLink href={paths.inbox(project.name, { tab: "done" })}>What is done</TextLink>
            </p>
          )}
        </Panel>
      </Section>
      <Section
        title="Live now"
        meta={
          live.models.length > 0
            ? `${live.models.length} of ${plural(live.total, "model")}; grey is live, blue the candidate`
            : undefined
        }
        actions={<TextLink href={paths.deployments(project.name)}>As of another date</TextLink>}
      >
        {live.models.length > 0 ? (
          <LiveCards project={project.name} models={live.models} />
        ) : (
          <Panel padded className="text-ink-2">
            Nothing is live yet.{" "}
            {live.total === 0 ? "Register a run as a model version" : "An operator creates a target for a model"}, then
            request a promotion; its rollout puts the version here.
          </Panel>
        )}
      </Section>
      <div className="mt-7.5 grid grid-cols-[minmax(0,1fr)] items-start gap-x-6 gap-y-7.5 xl:grid-cols-2">
        <Section
          title="Since yesterday"
          meta={`${Math.min(mostChanges, recorded.changes.length)} of ${recorded.isCut ? "more than " : ""}${plural(recorded.total, "event")}`}
          actions={<TextLink href={paths.audit(project.name)}>Whole log</TextLink>}
        >
          <Panel>
            {recorded.changes.length > 0 ? (
              <ChangesList project={project.name} changes={recorded.changes.slice(0, mostChanges)} />
            ) : (
              <p className="px-3.5 py-3 text-ink-2">Nothing was recorded in the last 24 hours.</p>
            )}
          </Panel>
        </Section>
        <Section
          className="mt-0!"
          title="Latest runs"
          actions={<TextLink href={paths.experiments(project.name)}>All experiments</TextLink>}
        >
          <Panel>
            {runs.length > 0 ? (
              <LatestRuns project={project.name} runs={runs} now={now} />
            ) : (
              <p className="px-3.5 py-3 text-ink-2">No run has come in yet.</p>
            )}
          </Panel>
        </Section>
      </div>
    </>
  );
}
