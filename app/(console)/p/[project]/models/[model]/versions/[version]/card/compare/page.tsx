import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/layout/page-header";
import { CardComparison } from "@/components/models/card-comparison";
import { requirePage } from "@/lib/auth/page";
import { findCardCompare } from "@/lib/models/card-compare-query";
import { paths } from "@/lib/paths";

type Props = {
  params: Promise<{ project: string; model: string; version: string }>;
  searchParams: Promise<{ from?: string | string[]; to?: string | string[] }>;
};

export const metadata: Metadata = { title: "What changed in the card" };

const one = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);

export default async function CardComparePage({ params, searchParams }: Props) {
  const { ctx, project } = await requirePage(params, "project.view");
  const { model: name, version: number } = await params;
  const { from, to } = await searchParams;
  const asked = { from: one(from), to: one(to) };
  const page = /^[1-9]\d{0,8}$/.test(number)
    ? await findCardCompare(ctx, decodeURIComponent(name), Number(number), asked)
    : null;
  if (!page) notFound();
  const { model, version } = page;
  const href = paths.card(project.name, model.name, version.version);
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Models", href: paths.models(project.name) },
          { label: model.name, href: paths.model(project.name, model.name) },
          { label: `version ${version.version}`, href: paths.version(project.name, model.name, version.version) },
          { label: "card", href },
          { label: "compare" },
        ]}
        title="What changed in the card"
      />
      <CardComparison page={page} href={href} />
    </>
  );
}
