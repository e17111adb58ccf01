import type { Metadata } from "next";
import { PoliciesTable } from "@/components/governance/policies-table";
import { PageHeader } from "@/components/layout/page-header";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { requirePage } from "@/lib/auth/page";
import { plural } from "@/lib/format";
import { listPolicies } from "@/lib/governance/queries";

export const metadata: Metadata = { title: "Policies" };

export default async function PoliciesPage({ params }: { params: Promise<{ project: string }> }) {
  const { ctx, project } = await requirePage(params, "project.view");
  const policies = await listPolicies(ctx);
  return (
    <>
      <PageHeader
        title="Policies"
        meta={<span>{plural(policies.length, "policy", "policies")} in force, by name</span>}
        summary="A policy holds the gates and the quorum for a risk tier in an environment. A published version never changes; the newest one that fits decides."
      />
      <Panel>
        {policies.length > 0 ? (
          <PoliciesTable project={project.name} policies={policies} />
        ) : (
          <EmptyState title="No policy is published" command={`npm run admin -- project create NAME --json`}>
            Without a policy nothing can be promoted. New projects start with three presets, one for each risk tier.
          </EmptyState>
        )}
      </Panel>
    </>
  );
}
