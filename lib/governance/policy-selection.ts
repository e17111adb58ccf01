import type { RiskTier } from "@/db/enums";
import type { Policy } from "./policy";

export type Binding = Pick<Policy, "tiers" | "models" | "environments">;
export type Place = { model: string; tier: RiskTier; environment: string };

/** How closely a policy names a place: naming the model counts more than naming the environment. */
export const specificity = ({ models, environments }: Binding): number =>
  (models === null ? 0 : 2) + (environments === null ? 0 : 1);

export const specificityWords = [
  "names neither the model nor the environment",
  "names the environment",
  "names the model",
  "names the model and the environment",
] as const;

/** What came of a policy at a place; `less_specific` and `tied` do apply, but another one is there. */
export type Outcome = "decides" | "tied" | "less_specific" | "other_tier" | "other_model" | "other_environment";
export type Considered<P> = { policy: P; outcome: Outcome; specificity: number };
export type Resolution<P> = { chosen: P | null; tied: readonly P[]; considered: readonly Considered<P>[] };

function mismatch(binding: Binding, { model, tier, environment }: Place): Outcome | null {
  if (!binding.tiers.includes(tier)) return "other_tier";
  if (binding.models !== null && !binding.models.includes(model)) return "other_model";
  if (binding.environments !== null && !binding.environments.includes(environment)) return "other_environment";
  return null;
}

/**
 * Which policy decides at a place, and what became of every other one. The most specific one decides, in whatever order they
 * are given; when two are equally specific none does: a guess between two rules would be neither.
 */
export function resolvePolicy<P extends Binding>(policies: readonly P[], place: Place): Resolution<P> {
  const fitting = policies.filter((policy) => mismatch(policy, place) === null);
  const best = Math.max(...fitting.map(specificity));
  const first = fitting.filter((policy) => specificity(policy) === best);
  const tied = first.length > 1 ? first : [];
  const outcomeOf = (policy: P): Outcome =>
    mismatch(policy, place) ?? (first.includes(policy) ? (tied.length > 0 ? "tied" : "decides") : "less_specific");
  return {
    chosen: tied.length > 0 ? null : (first[0] ?? null),
    tied,
    considered: policies.map((policy) => ({
      policy,
      outcome: outcomeOf(policy),
      specificity: specificity(policy),
    })),
  };
}

/** The policy that decides at a place; null when none applies or two tie. */
export const selectPolicy = <P extends Binding>(policies: readonly P[], place: Place): P | null =>
  resolvePolicy(policies, place).chosen;

const shared = <T>(a: readonly T[] | null, b: readonly T[] | null): readonly T[] | null =>
  a === null || b === null ? (a ?? b) : a.filter((entry) => b.includes(entry));

export type Overlap<P> = {
  policy: P;
  tiers: readonly RiskTier[];
  models: readonly string[] | null;
  environments: readonly string[] | null;
};

/** Where `policy` and others would be equally specific at one place, so that neither decides; null = all of a kind. */
export function overlaps<P extends Binding>(policy: Binding, others: readonly P[]): Overlap<P>[] {
  return others
    .filter((other) => specificity(other) === specificity(policy))
    .map((other) => ({
      policy: other,
      tiers: shared(policy.tiers, other.tiers) ?? [],
      models: shared(policy.models, other.models),
      environments: shared(policy.environments, other.environments),
    }))
    .filter(
      ({ tiers, models, environments }) => tiers.length > 0 && models?.length !== 0 && environments?.length !== 0,
    );
}
