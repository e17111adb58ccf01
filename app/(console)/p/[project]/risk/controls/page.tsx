import type { Metadata } from "next";
import { ControlsTable } from "@/components/governance/controls/controls-table";
import { LinksWithMore } from "@/components/governance/links-with-more";
import { RiskTabs } from "@/components/governance/risk/risk-tabs";
import { PageHeader } from "@/components/layout/page-header";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { TextLink } from "@/components/ui/text-link";
import { denial } from "@/lib/auth/authorize";
import { requirePage } from "@/lib/auth/page";
import { can } from "@/lib/auth/permissions";
import { plural } from "@/lib/format";
import { frameworks, frameworkWords } from "@/lib/governance/controls/catalogue";
import { listControlModels, listControls } from "@/lib/governance/controls/controls-query";
import { paths } from "@/lib/paths";

export const metadata: Metadata = { title: "Controls" };

type Props = {
  params: Promise<{ project: string }>;
  searchParams: Promise<{ model?: string | string[]; framework?: string | string[] }>;
};

export default async function ControlsPage({ params, searchParams }: Props) {
  const { ctx, project } = await requirePage(params, "project.view");
  const query = await searchParams;
  const models = await listControlModels(ctx);
  const model = models.find((entry) => entry.name === query.model) ?? null;
  const chosen = frameworks.find((framework) => framework === query.framework) ?? null;
  const rows = await listControls(ctx, model?.id ?? null);
  const modelQuery = model ? `model=${encodeURIComponent(model.name)}` : "";
  const href = (framework: string | null, name: string | null) => {
    const search = new URLSearchParams();
    if (framework) search.set("framework", framework);
    if (name) search.set("model", name);
    return paths.controls(project.name, search.size > 0 ? `?${search}` : "");
  };
  const exportHref = (format: "csv" | "json") =>
    `${paths.controlsExport(project.name, format)}${modelQuery && `?${modelQuery}`}`;
  return (
    <>
      <PageHeader
        title="Controls"
        crumbs={[{ label: "Risk", href: paths.risk(project.name) }, { label: "Controls" }]}
        summary="Records of Countersign mapped to controls of public frameworks, as evidence for them. Whether a control is met is for you and your auditor to judge."
        actions={
          <>
            <TextLink href={exportHref("csv")} prefetch={false}>
              CSV
            </TextLink>
            <TextLink href={exportHref("json")} prefetch={false}>
              JSON
            </TextLink>
          </>
        }
      />
      <RiskTabs project={project.name} current="controls" />
      <div className="mb-4 flex flex-wrap gap-3">
        <SegmentedLinks
          label="Framework"
          options={[
            { href: href(null, model?.name ?? null), label: "All", current: chosen === null },
            ...frameworks.map((framework) => ({
              href: href(framework, model?.name ?? null),
              label: frameworkWords[framework],
              current: chosen === framework,
            })),
          ]}
        />
        <LinksWithMore
          label="Noted for"
          shown={8}
          options={[
            { href: href(chosen, null), label: "Project", current: model === null },
            ...models.map(({ name }) => ({
              href: href(chosen, name),
              label: <bdi>{name}</bdi>,
              current: model?.name === name,
            })),
          ]}
        />
      </div>
      {frameworks
        .filter((framework) => chosen === null || framework === chosen)
        .map((framework) => {
          const own = rows.filter((row) => row.framework === framework);
          return (
            <Section key={framework} title={frameworkWords[framework]} meta={plural(own.length, "control")}>
              <Panel>
                <ControlsTable
                  project={project.name}
                  rows={own}
                  model={model}
                  refusal={can(ctx.actor, "risk.map_controls") ? null : denial("risk.map_controls")}
                />
              </Panel>
            </Section>
          );
        })}
    </>
  );
}
