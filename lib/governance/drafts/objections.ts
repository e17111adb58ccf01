import { formatList } from "@/lib/format";
import type { Policy } from "../policy";
import { type Binding, type Overlap, overlaps, specificity, specificityWords } from "../policy-selection";

/** Words that stand in addresses where a policy's name would stand. */
export const reservedNames: readonly string[] = ["applies", "drafts", "new"];

type Live = { version: number; policy: Policy };
type Bound = Binding & { live: Live };

const place = ({ tiers, models, environments }: Overlap<Bound>): string =>
  `${formatList(tiers)} risk, ${models ? formatList(models) : "every model"}, ${environments ? formatList(environments) : "every environment"}`;

/** Why a text may not become the next version of a policy, in sentences with the way out; empty = it may. */
export function objectionsTo(
  policy: Policy,
  ownName: string | null,
  others: readonly Live[],
  retired: readonly Live[] = [],
): string[] {
  const found: string[] = [];
  if (ownName !== null && policy.name !== ownName)
    found.push(`The name is "${policy.name}": a version keeps the name of its policy, "${ownName}".`);
  if (ownName === null && reservedNames.includes(policy.name.toLowerCase()))
    found.push(`"${policy.name}" is a word of the console's addresses; choose another name.`);
  if (ownName === null && others.some((other) => other.policy.name === policy.name))
    found.push(`There is a policy "${policy.name}" already; start a draft of that one, or choose another name.`);
  if (ownName === null && retired.some((other) => other.policy.name === policy.name))
    found.push(`"${policy.name}" is the name of a retired policy; bring that one back, or choose another name.`);
  const bound = others
    .filter((other) => other.policy.name !== policy.name)
    .map((live): Bound => ({ ...live.policy, live }));
  for (const overlap of overlaps(policy, bound)) {
    const { policy: other, version } = overlap.policy.live;
    found.push(
      `Also bound by ${other.name} v${version} (${place(overlap)}): both ${specificityWords[specificity(policy)]?.replace(/^names/, "name")}, so neither would decide. Name a model or an environment in one of them, or take the tier out.`,
    );
  }
  return found;
}
