import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { environments, models, targets } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { conflict, invalidInput, preconditionFailed } from "@/lib/errors";
import { desiredStable } from "../desired-state";
import { createTargetInput } from "../schemas";

/** Adds a place where one model is served in one environment. It serves nothing until a promotion is carried out. */
export async function createTarget(ctx: Context, raw: unknown): Promise<{ targetId: string; name: string }> {
  authorize(ctx, "target.create");
  const input = createTargetInput.parse(raw);
  if (input.adapter !== "pull") {
    throw preconditionFailed(
      "Only pull targets can be created yet; webhook, MLflow alias and KServe adapters come later.",
    );
  }
  return withTransaction(ctx, async (tx) => {
    const [model] = await tx
      .select({ id: models.id })
      .from(models)
      .where(and(eq(models.projectId, ctx.projectId), eq(models.name, input.modelName), isNull(models.deletedAt)))
      .for("share");
    if (!model) throw invalidInput("modelName", `There is no model named ${input.modelName} in this project.`);
    const [environment] = await tx
      .select({ name: environments.name })
      .from(environments)
      .where(and(eq(environments.projectId, ctx.projectId), eq(environments.name, input.environment)));
    if (!environment)
      throw invalidInput("environment", `There is no environment named ${input.environment} in this project.`);
    const targetId = ctx.newId();
    const made = await tx
      .insert(targets)
      .values({
        projectId: ctx.projectId,
        id: targetId,
        name: input.name,
        modelId: model.id,
        environment: environment.name,
        adapter: input.adapter,
        desired: desiredStable(null),
        createdAt: ctx.now(),
      })
      .onConflictDoNothing()
      .returning({ id: targets.id });
    if (made.length === 0) throw conflict(`There is already a target named ${input.name}. Choose another name.`);
    await appendAudit(tx, ctx, {
      action: "target.created",
      objectType: "target",
      objectId: targetId,
      payload: {
        target: input.name,
        environment: environment.name,
        model: input.modelName,
        adapter: input.adapter,
      },
    });
    return { targetId, name: input.name };
  });
}
