import { notFound, redirect } from "next/navigation";
import { requirePage } from "@/lib/auth/page";
import { compareHref } from "@/lib/experiments/compare-url";
import { parseView } from "@/lib/experiments/comparison";
import { findComparison } from "@/lib/experiments/comparisons-query";

type Props = { params: Promise<{ project: string; comparison: string }> };

/** The address of a saved comparison; its view is in the address it leads to. */
export default async function SavedComparisonPage({ params }: Props) {
  const { ctx, project } = await requirePage(params, "project.view");
  const saved = await findComparison(ctx, (await params).comparison);
  if (!saved) notFound();
  redirect(compareHref(project.name, parseView(saved.query), { saved: saved.id }));
}
