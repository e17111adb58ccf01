import type { RiskTier } from "@/db/enums";
import { formatList, plural } from "@/lib/format";
import { type Binding, type Place, resolvePolicy } from "../policy-selection";

type Named = Binding & { name: string; version: number };
/** What decides at a place once a policy is gone; null = nothing, and nothing can be promoted there. */
export type AfterRetirement = { place: Place; next: { name: string; version: number } | null };

/** Every place where `retiring` decides now, with what decides there without it. */
export function placesAfterRetirement<P extends Named>(
  retiring: P,
  others: readonly P[],
  models: readonly { name: string; tier: RiskTier }[],
  environments: readonly string[],
): AfterRetirement[] {
  const now = [...others, retiring];
  return models
    .flatMap(({ name, tier }) => environments.map((environment): Place => ({ model: name, tier, environment })))
    .filter((place) => resolvePolicy(now, place).chosen === retiring)
    .map((place) => {
      const next = resolvePolicy(others, place).chosen;
      return { place, next: next && { name: next.name, version: next.version } };
    });
}

const placeWords = ({ model, environment }: Place): string => `${model} in ${environment}`;

/** Why a policy may not be retired: a high-risk model would be left without any; empty = it may. */
export function retirementObjections(after: readonly AfterRetirement[]): string[] {
  const bare = after.filter(({ place, next }) => place.tier === "high" && next === null);
  if (bare.length === 0) return [];
  const places = bare.slice(0, 3).map(({ place }) => placeWords(place));
  const more = bare.length > 3 ? [`${bare.length - 3} more`] : [];
  return [
    `No policy would be left for ${formatList([...places, ...more])}, at high risk. Publish one that applies there first, such as one that names neither model nor environment.`,
  ];
}

/** What becomes of the places of a policy that is retired, as one sentence. */
export function retirementSentence(after: readonly AfterRetirement[]): string {
  if (after.length === 0) return "It decides on no model at present.";
  const takers = new Map<string, number>();
  for (const { next } of after) {
    const taker = next ? `${next.name} v${next.version}` : "";
    takers.set(taker, (takers.get(taker) ?? 0) + 1);
  }
  const bare = takers.get("") ?? 0;
  takers.delete("");
  const decides = [...takers].map(([name, count]) => `${name} decides on ${plural(count, "place")}`);
  const nothing = `${plural(bare, "place is", "places are")} left without a policy, where nothing can be promoted`;
  return `Then ${formatList([...decides, ...(bare > 0 ? [nothing] : [])])}.`;
}
