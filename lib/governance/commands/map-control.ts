import "server-only";
import { and, eq } from "drizzle-orm";
import { controlMappings } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { conflict, notFound } from "@/lib/errors";
import { catalogue } from "../controls/catalogue";
import { type MapControlInput, mapControlInput } from "../controls/schemas";

/** Changes what a control of the catalogue is called here, whether it applies, and which records are evidence for it. */
export async function mapControl(ctx: UserContext, raw: MapControlInput): Promise<{ lockVersion: number }> {
  authorize(ctx, "risk.map_controls");
  const { lockVersion, ...input } = mapControlInput.parse(raw);
  const control = catalogue.find((entry) => entry.id === input.controlId);
  if (!control) throw notFound(`Control ${input.controlId}`);
  return withTransaction(ctx, async (tx) => {
    const values = {
      ...input,
      evidence: [...input.evidence],
      framework: control.framework,
      reference: control.reference,
      editedBy: ctx.actor.userId,
      editedAt: ctx.now(),
      lockVersion: lockVersion + 1,
    };
    const own = and(eq(controlMappings.projectId, ctx.projectId), eq(controlMappings.controlId, control.id));
    const written =
      lockVersion === 0
        ? await tx
            .insert(controlMappings)
            .values({ projectId: ctx.projectId, ...values })
            .onConflictDoNothing()
            .returning({ id: controlMappings.controlId })
        : await tx
            .update(controlMappings)
            .set(values)
            .where(and(own, eq(controlMappings.lockVersion, lockVersion)))
            .returning({ id: controlMappings.controlId });
    if (written.length === 0)
      throw conflict(`Somebody changed ${control.reference} while you did. Nothing was saved; reload and look again.`);
    await appendAudit(tx, ctx, {
      action: "control.mapped",
      objectType: "control",
      objectId: control.id,
      payload: { control: control.reference, applies: input.applies, evidence: [...input.evidence] },
      ...(input.reason === "" ? {} : { reason: input.reason }),
    });
    return { lockVersion: lockVersion + 1 };
  });
}
