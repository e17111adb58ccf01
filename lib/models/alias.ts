/** Where one model can be served: environments from first to last, and the names of its targets. */
export type Places = { environments: readonly string[]; targets: readonly string[] };
export type Binding = { kind: "environment"; environment: string | null } | { kind: "target"; target: string };

const longest = 255;
const production = new Set(["champion", "production", "prod", "live"]);
const staging = new Set(["staging", "stage"]);

/** An alias in the form that two spellings of one word share. */
export const foldAlias = (alias: string): string => alias.normalize("NFKC").toLowerCase();

/** What is wrong with an alias as a name, or null. */
export function aliasProblem(alias: string): string | null {
  if (alias === "") return "Registered model alias name cannot be empty.";
  if (!/^[\p{L}\p{N}_-]+$/u.test(alias))
    return `Invalid alias name: '${alias.slice(0, longest)}'. Names may only contain alphanumerics, underscores (_), and dashes (-).`;
  if (alias.length > longest)
    return `Registered model alias name '${alias.slice(0, longest)}' had length ${alias.length}, which exceeded length limit of ${longest}`;
  const folded = foldAlias(alias);
  if (folded === "latest") return "'latest' alias name (case insensitive) is reserved.";
  if (/^v\d+$/.test(folded)) return `Version alias name '${alias}' is reserved.`;
  return null;
}

/** The environment that stands for production: the one of that name, or the last. */
export const productionOf = (environments: readonly string[]): string | null =>
  environments.find((name) => foldAlias(name) === "production") ?? environments.at(-1) ?? null;

/** The environment that stands for staging, when there is one of that name. */
export const stagingOf = (environments: readonly string[]): string | null =>
  environments.find((name) => staging.has(foldAlias(name))) ?? null;

/**
 * What an alias is bound to, so that only executed promotions move it: the environment or target of that name, or the one that
 * a customary word such as champion stands for. Null = bound to nothing, a name like any other.
 */
export function bindingOf(alias: string, { environments, targets }: Places): Binding | null {
  const folded = foldAlias(alias);
  const environment = environments.find((name) => foldAlias(name) === folded);
  if (environment !== undefined) return { kind: "environment", environment };
  const target = targets.find((name) => foldAlias(name) === folded);
  if (target !== undefined) return { kind: "target", target };
  if (production.has(folded)) return { kind: "environment", environment: productionOf(environments) };
  if (staging.has(folded)) return { kind: "environment", environment: stagingOf(environments) };
  return null;
}

/** The name of what an alias is bound to. */
export const boundName = (alias: string, binding: Binding): string =>
  binding.kind === "target" ? binding.target : (binding.environment ?? alias);

export type Serving = { target: string; environment: string; version: number | null };

/** Versions that serve where an alias is bound; more than one when targets of an environment differ. */
export function versionsServing(binding: Binding, serving: readonly Serving[]): number[] {
  const here = serving.filter((place) =>
    binding.kind === "target" ? place.target === binding.target : place.environment === binding.environment,
  );
  return [...new Set(here.flatMap(({ version }) => version ?? []))].sort((a, b) => a - b);
}

/** Every bound alias that leads to one version now, with that version: environments, champion, then targets. */
export function boundAliases(
  { environments, targets }: Places,
  serving: readonly Serving[],
  free: ReadonlySet<string>,
): { alias: string; version: number }[] {
  const names = [...environments, "champion", ...targets];
  const seen = new Set<string>();
  return names.flatMap((alias) => {
    const folded = foldAlias(alias);
    if (seen.has(folded) || free.has(folded) || aliasProblem(alias)) return [];
    seen.add(folded);
    const binding = bindingOf(alias, { environments, targets });
    const versions = binding ? versionsServing(binding, serving) : [];
    const [version] = versions;
    return version !== undefined && versions.length === 1 ? [{ alias, version }] : [];
  });
}
