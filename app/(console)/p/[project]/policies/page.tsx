import type { Metadata } from "next";
import { PoliciesTable } from "@/components/governance/policies-table";
import { PolicyDraftsTable } from "@/components/governance/policy-drafts-table";
import { RetiredPoliciesTable } from "@/components/governance/retired-policies-table";
import { PageHeader } from "@/components/layout/page-header";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { requirePage } from "@/lib/auth/page";
import { can } from "@/lib/auth/permissions";
import { plural } from "@/lib/format";
import { listDrafts } from "@/lib/governance/drafts/draft-page-query";
import { listNewestVersions } from "@/lib/governance/queries";
import { paths } from "@/lib/paths";

export const metadata: Metadata = { title: "Policies" };

export default async function PoliciesPage({ params }: { params: Promise<{ project: string }> }) {
  const { ctx, project } = await requirePage(params, "project.view");
  const [newest, open, over] = await Promise.all([
    listNewestVersions(ctx),
    listDrafts(ctx, "open"),
    listDrafts(ctx, "over"),
  ]);
  const policies = newest.filter((entry) => entry.retirement === null);
  const retired = newest.filter((entry) => entry.retirement !== null);
  const waiting = open.filter((draft) => draft.state === "proposed").length;
  return (
    <>
      <PageHeader
        title="Policies"
        meta={
          <span>
            {plural(policies.length, "policy", "policies")} in force
            {waiting > 0 ? `, ${plural(waiting, "proposal")} waiting for a second person` : ""}
          </span>
        }
        summary="A policy holds the gates and the quorum for models, risk tiers and environments. A published version never changes; the next one is written by one person and published by another."
        actions={
          <>
            <LinkButton href={paths.policyApplies(project.name)}>Which policy applies?</LinkButton>
            {can(ctx.actor, "policy.edit") && (
              <LinkButton href={paths.newPolicy(project.name)} variant="primary">
                New policy
              </LinkButton>
            )}
          </>
        }
      />
      {open.length > 0 && (
        <Section title="Drafts and proposals" meta={`${open.length} open, newest change first`}>
          <Panel>
            <PolicyDraftsTable project={project.name} drafts={open} caption="Open drafts and proposals" />
          </Panel>
        </Section>
      )}
      <Section title="In force" meta="by name">
        <Panel>
          {policies.length > 0 ? (
            <PoliciesTable project={project.name} policies={policies} drafts={open} />
          ) : (
            <EmptyState title="No policy is published" command={`npm run admin -- project create NAME --json`}>
              Without a policy nothing can be promoted. New projects start with three presets, one for each risk tier.
            </EmptyState>
          )}
        </Panel>
      </Section>
      {retired.length > 0 && (
        <Section title="Retired" meta="they decide on nothing; a new version brings one back">
          <Panel>
            <RetiredPoliciesTable project={project.name} policies={retired} />
          </Panel>
        </Section>
      )}
      {over.length > 0 && (
        <Section title="Closed drafts" meta={`the newest ${over.length}`}>
          <Panel>
            <PolicyDraftsTable project={project.name} drafts={over} caption="Drafts and proposals that are over" />
          </Panel>
        </Section>
      )}
    </>
  );
}
