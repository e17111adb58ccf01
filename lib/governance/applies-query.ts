import "server-only";
import { riskTiers } from "@/db/enums";
import type { UserContext } from "@/lib/context";
import { type Place, type Resolution, resolvePolicy } from "./policy-selection";
import { type BoundPolicy, listEnvironments, listModelNames, listPolicies } from "./queries";

export type AppliesCell = { environment: string; resolution: Resolution<BoundPolicy> };
export type AppliesPage = {
  models: readonly { name: string; tier: Place["tier"] }[];
  environments: readonly string[];
  matrix: readonly { model: string; tier: Place["tier"]; cells: readonly AppliesCell[] }[];
  /** What was asked, as far as it names what there is; null = nothing was. */
  asked: { place: Place; resolution: Resolution<BoundPolicy> } | null;
};

type Asked = { model?: string | undefined; environment?: string | undefined; tier?: string | undefined };

/** Which policy decides on every model in every environment, and in detail for one place. A model's own tier counts unless another is asked for. */
export async function loadAppliesPage(ctx: UserContext, asked: Asked): Promise<AppliesPage> {
  const [models, places, published] = await Promise.all([
    listModelNames(ctx),
    listEnvironments(ctx),
    listPolicies(ctx),
  ]);
  const bound = published.map((entry): BoundPolicy => {
    const { tiers, models: named, environments } = entry.policy;
    return { ...entry, tiers, models: named, environments };
  });
  const environments = places.map((place) => place.name);
  const matrix = models.map(({ name, tier }) => ({
    model: name,
    tier,
    cells: environments.map((environment) => ({
      environment,
      resolution: resolvePolicy(bound, { model: name, tier, environment }),
    })),
  }));
  const model = asked.model?.trim();
  const environment = asked.environment?.trim();
  const tier = riskTiers.find((one) => one === asked.tier) ?? models.find((one) => one.name === model)?.tier;
  const place = model && environment && tier ? { model, environment, tier } : null;
  return { models, environments, matrix, asked: place && { place, resolution: resolvePolicy(bound, place) } };
}
