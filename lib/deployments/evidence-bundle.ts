import "server-only";
import { and, asc, eq } from "drizzle-orm";
import { rollouts } from "@/db/schema";
import type { EvidenceBundle } from "@/lib/audit/bundle";
import { canonicalJson } from "@/lib/audit/canonical-json";
import { exportBundle } from "@/lib/audit/commands/export-bundle";
import type { LogSigner } from "@/lib/audit/signing-key";
import type { Context } from "@/lib/context";
import { notFound } from "@/lib/errors";
import { listPromotionDocuments } from "@/lib/promotions/bundle-documents-query";
import { findPromotion, findPromotionById, type LoadedPromotion } from "@/lib/promotions/load-promotion";

type Options = { signer?: LogSigner };

async function exportPromotion(ctx: Context, loaded: LoadedPromotion, options: Options): Promise<EvidenceBundle> {
  const { promotion, model, version } = loaded;
  const started = await ctx.db
    .select({ id: rollouts.id, number: rollouts.number, plan: rollouts.planSnapshot })
    .from(rollouts)
    .where(and(eq(rollouts.projectId, ctx.projectId), eq(rollouts.promotionId, promotion.id)))
    .orderBy(asc(rollouts.number));
  const plans = started.map(({ number, plan }) => ({
    name: `rollout-R-${number}/plan.json`,
    content: canonicalJson(plan),
  }));
  return exportBundle(
    ctx,
    {
      title: `Promotion P-${promotion.number}, ${model.name} ${version.version} to ${promotion.environment}`,
      objects: [{ type: "promotion", id: promotion.id }, ...started.map(({ id }) => ({ type: "rollout", id }))],
      documents: [...(await listPromotionDocuments(ctx, promotion)), ...plans],
    },
    options,
  );
}

/** Evidence bundle of a promotion with the rollouts that carried it out. */
export async function exportPromotionBundle(
  ctx: Context,
  number: number,
  options: Options = {},
): Promise<EvidenceBundle> {
  const loaded = await findPromotion(ctx, number);
  if (!loaded) throw notFound(`Promotion P-${number}`);
  return exportPromotion(ctx, loaded, options);
}

/** Evidence bundle of a rollout: of the promotion it carries out if there is one, else of the rollout alone. */
export async function exportRolloutBundle(
  ctx: Context,
  number: number,
  options: Options = {},
): Promise<EvidenceBundle> {
  const [rollout] = await ctx.db
    .select()
    .from(rollouts)
    .where(and(eq(rollouts.projectId, ctx.projectId), eq(rollouts.number, number)));
  if (!rollout) throw notFound(`Rollout R-${number}`);
  const loaded = rollout.promotionId ? await findPromotionById(ctx, rollout.promotionId) : null;
  if (loaded) return exportPromotion(ctx, loaded, options);
  return exportBundle(
    ctx,
    {
      title: `Rollout R-${number}`,
      objects: [{ type: "rollout", id: rollout.id }],
      documents: [{ name: `rollout-R-${number}/plan.json`, content: canonicalJson(rollout.planSnapshot) }],
    },
    options,
  );
}
