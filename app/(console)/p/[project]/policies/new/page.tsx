import type { Metadata } from "next";
import { NewPolicyForm } from "@/components/governance/new-policy-form";
import { PageHeader } from "@/components/layout/page-header";
import { requirePage } from "@/lib/auth/page";
import { paths } from "@/lib/paths";

export const metadata: Metadata = { title: "New policy" };

export default async function NewPolicyPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await requirePage(params, "policy.edit");
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Policies", href: paths.policies(project.name) }, { label: "New" }]}
        title="New policy"
        summary="A draft binds nobody. It is written, proposed with a reason, and published by a second person."
      />
      <NewPolicyForm project={project.name} />
    </>
  );
}
