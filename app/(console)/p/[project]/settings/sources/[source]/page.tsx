import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/layout/page-header";
import { LiveSource } from "@/components/sources/live-source";
import { NotedVersionsTable } from "@/components/sources/noted-versions-table";
import { SkipsTable } from "@/components/sources/skips-table";
import { SourceActs } from "@/components/sources/source-acts";
import { SourceFacts } from "@/components/sources/source-facts";
import { SourceState } from "@/components/sources/source-state";
import { SyncsTable } from "@/components/sources/syncs-table";
import { TakenList } from "@/components/sources/taken-list";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Section } from "@/components/ui/section";
import { requirePage } from "@/lib/auth/page";
import { can } from "@/lib/auth/permissions";
import { DomainError } from "@/lib/errors";
import { formatCount, plural } from "@/lib/format";
import { getSource } from "@/lib/integrations/sources/source-query";
import { paths } from "@/lib/paths";

export const metadata: Metadata = { title: "Source" };

type Props = {
  params: Promise<{ project: string; source: string }>;
  searchParams: Promise<{ after?: string | string[] }>;
};

/** One source: how its sync goes, what was not taken and why, and what is registered there. */
export default async function SourcePage({ params, searchParams }: Props) {
  const { ctx, project } = await requirePage(params, "source.view");
  const { source: id } = await params;
  const given = (await searchParams).after;
  const after = typeof given === "string" ? given : null;
  const page = await getSource(ctx, decodeURIComponent(id), after).catch((error) => {
    if (error instanceof DomainError && error.code === "NOT_FOUND") notFound();
    throw error;
  });
  const { source, syncs, skips, nextSkips, versions, versionCount, progress } = page;
  const href = paths.source(project.name, source.id);
  const now = ctx.now();
  const isBusy = source.isEnabled && (source.isRunning || (source.nextSyncAt !== null && source.nextSyncAt <= now));
  return (
    <>
      {isBusy && <LiveSource />}
      <PageHeader
        crumbs={[
          { label: "Settings", href: paths.settings(project.name) },
          { label: "Sources", href: paths.sources(project.name) },
          { label: source.name },
        ]}
        title={<bdi>{source.name}</bdi>}
        meta={<SourceState source={source} now={now} />}
        actions={can(ctx.actor, "source.manage") && <SourceActs project={project.name} source={source} />}
      />
      {source.failure && source.isEnabled && (
        <Callout tone="fail" className="mb-4">
          {source.failure} What was read is kept, and the next attempt goes on at the same page. What fails three times
          while the server answers otherwise is left out and listed below.
        </Callout>
      )}
      <Section title="What it is">
        <Panel padded>
          <SourceFacts page={page} now={now} />
          {progress && (
            <div className="mt-3">
              <ProgressBar label="Sync" value={progress.share} text={progress.text} />
            </div>
          )}
        </Panel>
      </Section>
      <Section id="syncs" title="Syncs" meta="the last ones, newest first">
        <Panel className="overflow-x-auto">
          {syncs.length > 0 ? (
            <SyncsTable syncs={syncs} />
          ) : (
            <EmptyState title="Not read yet">Its first sync begins within seconds once it is on.</EmptyState>
          )}
        </Panel>
      </Section>
      <Section id="skipped" title="Not taken" meta={`${formatCount(source.skipped)} in all, each with its reason`}>
        <Panel className="overflow-x-auto">
          {skips.length > 0 ? (
            <SkipsTable skips={skips} />
          ) : (
            <EmptyState title="Nothing was left out">All that was read of the chosen experiments is here.</EmptyState>
          )}
        </Panel>
        {(nextSkips || after) && (
          <div className="mt-2.5 flex gap-3">
            {after && (
              <LinkButton size="s" href={`${href}#skipped`}>
                First page
              </LinkButton>
            )}
            {nextSkips && (
              <LinkButton size="s" href={`${href}?after=${encodeURIComponent(nextSkips)}#skipped`}>
                Next page
              </LinkButton>
            )}
          </div>
        )}
      </Section>
      <Section id="taken" title="What comes over">
        <Panel padded>
          <TakenList />
        </Panel>
      </Section>
      <Section
        id="registered"
        title="Registered there"
        meta={`${plural(versionCount, "version")}, noted only: nothing here is governed, named or served by them`}
      >
        <Panel className="overflow-x-auto">
          {versions.length > 0 ? (
            <NotedVersionsTable project={project.name} url={source.url} versions={versions} />
          ) : (
            <EmptyState title="No model version there">
              Versions in its registry are listed here, to be registered from their runs.
            </EmptyState>
          )}
        </Panel>
      </Section>
    </>
  );
}
