import "server-only";
import { and, asc, desc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { comparisons, members, promotions, targets, users } from "@/db/schema";
import type { Context } from "@/lib/context";
import { invalidInput, notFound } from "@/lib/errors";
import { formatList } from "@/lib/format";
import { findVersion } from "@/lib/models/queries";
import { defaultPlan } from "../rollout-plan";
import { requestPromotionInput } from "../schemas";
import type { PipelineRequest } from "./schemas";

/**
 * Turns the names of a pipeline's request into what the command takes. A plan that is not sent is that of the last request for the
 * target; for the first one, stages follow from the risk tier, and the way back has to be said, since nobody else can know it.
 */
export async function resolveRequest(ctx: Context, asked: PipelineRequest) {
  const found = await findVersion(ctx, asked.model, asked.version);
  if (!found) throw notFound(`Version ${asked.version} of model ${asked.model}`);
  const { version, model } = found;
  const target = await findTarget(ctx, asked.target, model);
  const last = await lastRequest(ctx, target.id);
  const people = await findPeople(ctx, emailsOf(asked));
  const answers = (email: string | undefined, field: string): string => {
    if (email === undefined && model.ownerUserId) return model.ownerUserId;
    if (email === undefined) throw invalidInput(field, `is missing, and ${model.name} has no owner to fall back on`);
    const userId = people.get(email.toLowerCase());
    if (!userId) throw invalidInput(field, `${email} is not a member of this project with a working account`);
    return userId;
  };
  const rolloutPlan = asked.rolloutPlan
    ? {
        ...asked.rolloutPlan,
        triggers: asked.rolloutPlan.triggers.map(({ owner, ...trigger }, i) => ({
          mode: "page_owner",
          ...trigger,
          ownerUserId: answers(owner, `rolloutPlan.triggers.${i}.owner`),
        })),
      }
    : (last?.rolloutPlan ?? defaultPlan(model.riskTier, answers(undefined, "rolloutPlan")));
  if (!asked.rollbackPlan && !last)
    throw invalidInput(
      "rollbackPlan",
      `is missing; nobody has asked for a promotion to ${target.name} before whose plan could be taken over. Say what is done to go back: {"summary", "minutes", "owner"}`,
    );
  const { owner, ...plan } = asked.rollbackPlan ?? {};
  const rollbackPlan = asked.rollbackPlan
    ? { ...plan, ownerUserId: answers(owner, "rollbackPlan.owner") }
    : last?.rollbackPlan;
  const { reason } = asked;
  return requestPromotionInput.parse({
    versionId: version.id,
    targetId: target.id,
    reason,
    rolloutPlan,
    rollbackPlan,
    comparisonIds: await findComparisonIds(ctx, asked.comparisons ?? []),
  });
}

/** Ids of saved comparisons by id or, in any case, by name, which no two of a project share. */
async function findComparisonIds(ctx: Context, asked: readonly string[]): Promise<string[]> {
  const wanted = asked.map((text) => text.toWellFormed().replaceAll("\0", "").trim());
  if (wanted.length === 0) return [];
  const byName = sql<string>`lower(${comparisons.name})`;
  const names = wanted.map((text) => text.toLowerCase());
  const rows = await ctx.db
    .select({ id: comparisons.id, name: byName })
    .from(comparisons)
    .where(and(eq(comparisons.projectId, ctx.projectId), or(inArray(comparisons.id, wanted), inArray(byName, names))));
  return wanted.map((text, i) => {
    const found = rows.find(({ id }) => id === text) ?? rows.find(({ name }) => name === names[i]);
    if (!found)
      throw invalidInput(
        `comparisons.${i}`,
        `no comparison is saved in this project under the name or id ${text.slice(0, 120)}; GET /api/v1/saved-comparisons lists them`,
      );
    return found.id;
  });
}

async function findTarget(ctx: Context, name: string, model: { id: string; name: string }) {
  const own = await ctx.db
    .select({ id: targets.id, name: targets.name })
    .from(targets)
    .where(and(eq(targets.projectId, ctx.projectId), eq(targets.modelId, model.id)))
    .orderBy(asc(targets.name));
  const target = own.find((one) => one.name === name);
  if (target) return target;
  const has = own.length === 0 ? "it has none yet" : `it has ${formatList(own.map((one) => one.name))}`;
  throw invalidInput("target", `${name} is not a target of ${model.name}; ${has}`);
}

async function lastRequest(ctx: Context, targetId: string) {
  const [last] = await ctx.db
    .select({ rolloutPlan: promotions.rolloutPlan, rollbackPlan: promotions.rollbackPlan })
    .from(promotions)
    .where(and(eq(promotions.projectId, ctx.projectId), eq(promotions.targetId, targetId)))
    .orderBy(desc(promotions.number))
    .limit(1);
  return last;
}

const emailsOf = ({ rolloutPlan, rollbackPlan }: PipelineRequest): string[] =>
  [rollbackPlan?.owner, ...(rolloutPlan?.triggers ?? []).map((trigger) => trigger.owner)].flatMap((email) =>
    email === undefined ? [] : [email.toLowerCase()],
  );

async function findPeople(ctx: Context, emails: readonly string[]): Promise<Map<string, string>> {
  if (emails.length === 0) return new Map();
  const rows = await ctx.db
    .select({ id: users.id, email: sql<string>`lower(${users.email})` })
    .from(users)
    .innerJoin(members, and(eq(members.userId, users.id), eq(members.projectId, ctx.projectId)))
    .where(and(inArray(sql`lower(${users.email})`, [...emails]), isNull(users.disabledAt)));
  return new Map(rows.map(({ id, email }) => [email, id]));
}
