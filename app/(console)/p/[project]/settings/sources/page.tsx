import type { Metadata } from "next";
import { PageHeader } from "@/components/layout/page-header";
import { SettingsTabs } from "@/components/settings/settings-tabs";
import { LiveSource } from "@/components/sources/live-source";
import { SourceDialog } from "@/components/sources/source-dialog";
import { SourcesTable } from "@/components/sources/sources-table";
import { DisabledButton } from "@/components/ui/disabled-button";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { denial } from "@/lib/auth/authorize";
import { requirePage } from "@/lib/auth/page";
import { can } from "@/lib/auth/permissions";
import { listSources } from "@/lib/integrations/sources/source-query";

export const metadata: Metadata = { title: "Sources" };

/** MLflow servers outside whose runs are taken over. */
export default async function SourcesPage({ params }: { params: Promise<{ project: string }> }) {
  const { ctx, project } = await requirePage(params, "source.view");
  const sources = await listSources(ctx);
  const working = sources.filter(({ isEnabled }) => isEnabled).length;
  return (
    <>
      {sources.some(({ isRunning }) => isRunning) && <LiveSource />}
      <PageHeader
        title="Settings"
        summary="A source is a running MLflow server whose runs are taken over: all of them first, then what is new. What is registered there is only noted; nothing is governed or served by it."
        actions={
          can(ctx.actor, "source.manage") ? (
            <SourceDialog project={project.name} />
          ) : (
            <DisabledButton reasons={[denial("source.manage")]} compact>
              Add a source
            </DisabledButton>
          )
        }
      />
      <SettingsTabs project={project.name} actor={ctx.actor} current="sources" />
      <Section title="Sources" meta={`${working} on, ${sources.length} in all`} className="mt-5!">
        <Panel className="overflow-x-auto">
          {sources.length > 0 ? (
            <SourcesTable project={project.name} sources={sources} now={ctx.now()} />
          ) : (
            <EmptyState title="No source yet">
              An administrator adds one with the tracking address of an MLflow server. Code that logs here directly
              needs none: docs/connect-mlflow.md.
            </EmptyState>
          )}
        </Panel>
      </Section>
    </>
  );
}
