import type { Metadata } from "next";
import { PolicyAppliesAnswer } from "@/components/governance/policy-applies-answer";
import { PolicyAppliesMatrix } from "@/components/governance/policy-applies-matrix";
import { PageHeader } from "@/components/layout/page-header";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/input";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { SelectField } from "@/components/ui/select";
import { riskTiers } from "@/db/enums";
import { requirePage } from "@/lib/auth/page";
import { loadAppliesPage } from "@/lib/governance/applies-query";
import { paths } from "@/lib/paths";

export const metadata: Metadata = { title: "Which policy applies" };

type Props = {
  params: Promise<{ project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function PolicyAppliesPage({ params, searchParams }: Props) {
  const { ctx, project } = await requirePage(params, "project.view");
  const search = await searchParams;
  const asked = (name: string) => [search[name]].flat()[0]?.slice(0, 250);
  const question = { model: asked("model"), environment: asked("environment"), tier: asked("tier") };
  const page = await loadAppliesPage(ctx, question);
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Policies", href: paths.policies(project.name) }, { label: "Which applies" }]}
        title="Which policy applies here, and why"
        summary="The most specific policy decides: one that names the model before one that names the environment, and that before one for all. Two that are equally specific are refused when they are published."
      />
      <Panel padded>
        <form
          className="grid grid-cols-1 items-end gap-3 sm:grid-cols-[2fr_2fr_1fr_auto]"
          action={paths.policyApplies(project.name)}
        >
          <TextField label="Model" name="model" list="models" defaultValue={question.model} />
          <TextField label="Environment" name="environment" list="environments" defaultValue={question.environment} />
          <SelectField
            label="Risk tier"
            name="tier"
            defaultValue={question.tier ?? ""}
            options={[
              { value: "", label: "the model's own" },
              ...riskTiers.map((tier) => ({ value: tier, label: tier })),
            ]}
          />
          <Button type="submit" className="h-8">
            Ask
          </Button>
          <datalist id="models">
            {page.models.map((model) => (
              <option key={model.name} value={model.name} />
            ))}
          </datalist>
          <datalist id="environments">
            {page.environments.map((environment) => (
              <option key={environment} value={environment} />
            ))}
          </datalist>
        </form>
      </Panel>
      {page.asked && (
        <Section title="Answer">
          <PolicyAppliesAnswer project={project.name} {...page.asked} />
        </Section>
      )}
      {!page.asked && question.model && question.environment && (
        <p className="mt-4 text-s text-ink-2" role="status">
          There is no model of that name; choose a risk tier to see what would apply to it.
        </p>
      )}
      <Section title="Every model" meta="at its own risk tier, in every environment">
        <PolicyAppliesMatrix project={project.name} page={page} />
      </Section>
    </>
  );
}
