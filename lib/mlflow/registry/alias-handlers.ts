import "server-only";
import { and, desc, eq, ne } from "drizzle-orm";
import { z } from "zod";
import { modelVersions } from "@/db/schema";
import { aliasProblem, bindingOf, boundName, foldAlias } from "@/lib/models/alias";
import { removeAlias } from "@/lib/models/commands/remove-alias";
import { setAlias } from "@/lib/models/commands/set-alias";
import { readServing } from "@/lib/models/serving-query";
import type { WireContext } from "../wire/authenticate";
import { doesNotExist, invalidValue } from "../wire/errors";
import { requiredId, requiredText } from "../wire/fields";
import { mlflowHandler } from "../wire/handler";
import { describeVersions, readModelStates } from "./describe";
import { requireModel, requireVersion } from "./find";
import { withPromotionLink } from "./refuse-bound";

const byAlias = z.object({ name: requiredText, alias: requiredText });

function assertAlias(alias: string): void {
  const problem = aliasProblem(alias);
  if (problem) throw invalidValue(problem);
}

export const setRegisteredModelAlias = mlflowHandler(
  { scope: "promote", schema: byAlias.extend({ version: requiredId }) },
  async (ctx, { name, alias, version: number }) => {
    assertAlias(alias);
    const { model, version } = await requireVersion(ctx, name, number);
    await withPromotionLink(ctx, name, version.version, () =>
      setAlias(ctx, { modelId: model.id, versionId: version.id, alias }),
    );
  },
);

export const deleteRegisteredModelAlias = mlflowHandler(
  { scope: "promote", schema: byAlias },
  async (ctx, { name, alias }) => {
    const model = await requireModel(ctx, name);
    await withPromotionLink(ctx, name, undefined, () => removeAlias(ctx, { modelId: model.id, alias }));
  },
);

/** The number of the version that an alias leads to: a stored one, the newest for `latest`, or what serves where it is bound. */
export async function versionOfAlias(ctx: WireContext, name: string, alias: string): Promise<number> {
  const model = await requireModel(ctx, name);
  const states = await readModelStates(ctx, [model.id]);
  const aliases = states.get(model.id)?.aliases ?? [];
  const found =
    aliases.find((entry) => entry.alias === alias) ??
    aliases.find((entry) => foldAlias(entry.alias) === foldAlias(alias));
  if (found) return found.version;
  const { places, serving, free } = await readServing(ctx.db, ctx.projectId, model.id);
  const binding = free.has(foldAlias(alias)) ? null : bindingOf(alias, places);
  if (!binding) throw invalidValue(`Registered model alias ${alias.slice(0, 255)} not found.`);
  const where = boundName(alias, binding);
  const here = serving.filter((place) => place.environment === where || place.target === where);
  const versions = [...new Set(here.flatMap(({ version }) => version ?? []))];
  const [only] = versions;
  if (only !== undefined && versions.length === 1) return only;
  if (only === undefined)
    throw invalidValue(`Registered model alias ${alias} not found: no version of ${name} serves in ${where} yet.`);
  throw invalidValue(
    `Registered model alias ${alias} is ambiguous: ${here.map(({ target, version }) => `${target} serves version ${version ?? "none"}`).join(", ")}. Name the target instead.`,
  );
}

/** The newest version of a model, whatever its stage. */
async function newestVersion(ctx: WireContext, name: string): Promise<number> {
  const model = await requireModel(ctx, name);
  const [newest] = await ctx.db
    .select({ version: modelVersions.version })
    .from(modelVersions)
    .where(
      and(
        eq(modelVersions.projectId, ctx.projectId),
        eq(modelVersions.modelId, model.id),
        ne(modelVersions.status, "deleted"),
      ),
    )
    .orderBy(desc(modelVersions.version))
    .limit(1);
  if (!newest) throw doesNotExist(`Latest version not found for model ${name.slice(0, 256)}.`);
  return newest.version;
}

export const getModelVersionByAlias = mlflowHandler(
  { scope: ["read", "promote"], schema: byAlias },
  async (ctx, { name, alias }) => {
    const found =
      foldAlias(alias) === "latest" ? await newestVersion(ctx, name) : await versionOfAlias(ctx, name, alias);
    const [message] = await describeVersions(ctx, [await requireVersion(ctx, name, String(found))]);
    return { model_version: message };
  },
);
