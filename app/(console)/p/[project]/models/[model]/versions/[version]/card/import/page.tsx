import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/layout/page-header";
import { CardImport } from "@/components/models/card-import";
import { Callout } from "@/components/ui/callout";
import { requirePage } from "@/lib/auth/page";
import { findCardPage } from "@/lib/models/card-page-query";
import { sectionKeys } from "@/lib/models/card-sections";
import { paths } from "@/lib/paths";

type Props = { params: Promise<{ project: string; model: string; version: string }> };

export const metadata: Metadata = { title: "Import a card" };

export default async function CardImportPage({ params }: Props) {
  const { ctx, project } = await requirePage(params, "card.edit");
  const { model: name, version: number } = await params;
  const page = /^[1-9]\d{0,8}$/.test(number) ? await findCardPage(ctx, decodeURIComponent(name), Number(number)) : null;
  if (!page) notFound();
  const { model, version, facts, body } = page;
  const href = paths.card(project.name, model.name, version.version);
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Models", href: paths.models(project.name) },
          { label: model.name, href: paths.model(project.name, model.name) },
          { label: `version ${version.version}`, href: paths.version(project.name, model.name, version.version) },
          { label: "card", href },
          { label: "import" },
        ]}
        title="Import a Hugging Face card"
        summary="Paste or upload a README.md. You see what goes where before anything is saved; metrics in it stay claims of that file."
      />
      {facts.status === "archived" || version.status === "archived" ? (
        <Callout tone="warn">This card is archived; nothing can be imported into it.</Callout>
      ) : (
        <CardImport
          project={project.name}
          versionId={version.id}
          revision={facts.revision}
          written={sectionKeys.filter((key) => body[key].trim() !== "")}
          done={href}
        />
      )}
    </>
  );
}
