import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type LoggedModelRow, loggedModels } from "@/db/schema";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { DomainError, invalidInput } from "@/lib/errors";
import { lockLoggedModel } from "./lock-logged-model";
import { loggedParams, loggedTags } from "./schemas";

const one = (ctx: Context, id: string) => and(eq(loggedModels.projectId, ctx.projectId), eq(loggedModels.id, id));

async function change<T>(ctx: Context, id: string, work: (tx: Tx, model: LoggedModelRow) => Promise<T>): Promise<T> {
  authorize(ctx, "logged_model.log");
  return withTransaction(ctx, async (tx) => work(tx, await lockLoggedModel(tx, ctx, id)));
}

/** Adds parameters. The same value again changes nothing; another value is INVALID_INPUT, as parameters never change. */
export async function logModelParams(ctx: Context, id: string, raw: Record<string, string>): Promise<void> {
  const params = loggedParams.parse(raw);
  await change(ctx, id, async (tx, model) => {
    for (const [key, value] of Object.entries(params))
      if (Object.hasOwn(model.params, key) && model.params[key] !== value)
        throw invalidInput(
          "params",
          `Changing param values is not allowed. Param with key='${key}' was already logged with value='${model.params[key]?.slice(0, 200)}' for logged model ${id}`,
        );
    await tx
      .update(loggedModels)
      .set({ params: sql`${loggedModels.params} || ${JSON.stringify(params)}::jsonb` })
      .where(one(ctx, id));
  });
}

/** Sets tags; of a key that was there before the new value holds. */
export async function tagLoggedModel(ctx: Context, id: string, raw: Record<string, string>): Promise<void> {
  const tags = loggedTags.parse(raw);
  await change(ctx, id, (tx) =>
    tx
      .update(loggedModels)
      .set({ tags: sql`${loggedModels.tags} || ${JSON.stringify(tags)}::jsonb` })
      .where(one(ctx, id)),
  );
}

/** Takes a tag away. NOT_FOUND when there is none of that key. */
export async function untagLoggedModel(ctx: Context, id: string, key: string): Promise<void> {
  await change(ctx, id, async (tx, model) => {
    if (!Object.hasOwn(model.tags, key))
      throw new DomainError("NOT_FOUND", `No tag with key '${key.slice(0, 250)}' found for model with ID '${id}'.`);
    await tx
      .update(loggedModels)
      .set({ tags: sql`${loggedModels.tags} - ${key}::text` })
      .where(one(ctx, id));
  });
}
