import "server-only";
import { and, eq } from "drizzle-orm";
import { controlNotes, models } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { conflict, notFound } from "@/lib/errors";
import { catalogue } from "../controls/catalogue";
import { type NoteControlInput, noteControlInput } from "../controls/schemas";

/** Writes down how far the evidence for a control reaches for one model, with a note. */
export async function noteControl(ctx: UserContext, raw: NoteControlInput): Promise<{ lockVersion: number }> {
  authorize(ctx, "risk.map_controls");
  const { lockVersion, ...input } = noteControlInput.parse(raw);
  const control = catalogue.find((entry) => entry.id === input.controlId);
  if (!control) throw notFound(`Control ${input.controlId}`);
  return withTransaction(ctx, async (tx) => {
    const [model] = await tx
      .select({ name: models.name })
      .from(models)
      .where(and(eq(models.projectId, ctx.projectId), eq(models.id, input.modelId)));
    if (!model) throw notFound(`Model ${input.modelId}`);
    const values = { ...input, editedBy: ctx.actor.userId, editedAt: ctx.now(), lockVersion: lockVersion + 1 };
    const written =
      lockVersion === 0
        ? await tx
            .insert(controlNotes)
            .values({ projectId: ctx.projectId, ...values })
            .onConflictDoNothing()
            .returning({ id: controlNotes.controlId })
        : await tx
            .update(controlNotes)
            .set(values)
            .where(
              and(
                eq(controlNotes.projectId, ctx.projectId),
                eq(controlNotes.controlId, control.id),
                eq(controlNotes.modelId, input.modelId),
                eq(controlNotes.lockVersion, lockVersion),
              ),
            )
            .returning({ id: controlNotes.controlId });
    if (written.length === 0)
      throw conflict(`Somebody noted on ${control.reference} while you did. Nothing was saved; reload and look again.`);
    await appendAudit(tx, ctx, {
      action: "control.noted",
      objectType: "control",
      objectId: control.id,
      payload: { control: control.reference, model: model.name, status: input.status },
    });
    return { lockVersion: lockVersion + 1 };
  });
}
