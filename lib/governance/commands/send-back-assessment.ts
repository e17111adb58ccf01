import "server-only";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { can } from "@/lib/auth/permissions";
import { type UserContext, withTransaction } from "@/lib/context";
import { forbidden, preconditionFailed } from "@/lib/errors";
import { assessmentName, getRevision, lockAssessment, readAuthors, writeRevision } from "../risk/load-assessment";
import { type SendBackAssessmentInput, sendBackAssessmentInput } from "../risk/schemas";

/** Turns a submitted revision into a draft again, with a reason: by those who may sign it, or by an author who takes it back. */
export async function sendBackAssessment(
  ctx: UserContext,
  raw: SendBackAssessmentInput,
): Promise<{ revision: number }> {
  authorize(ctx, "risk.assess");
  const input = sendBackAssessmentInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const subject = await lockAssessment(tx, ctx, input.assessmentId);
    const row = await getRevision(tx, ctx, input.assessmentId, input.revision);
    const authors = await readAuthors(tx, ctx, input.assessmentId, input.revision);
    const isAuthor = authors.some((author) => author.personId === ctx.actor.personId);
    if (!isAuthor && !can(ctx.actor, "risk.sign_off"))
      throw forbidden("Its authors take it back; a reviewer or a risk officer sends it back.");
    if (row.state !== "submitted")
      throw preconditionFailed(
        row.state === "draft"
          ? `Revision ${row.revision} is a draft already.`
          : `Revision ${row.revision} is ${row.state.replace("_", " ")}; a change starts a new revision.`,
      );
    await writeRevision(
      tx,
      ctx,
      { ...row, lockVersion: input.lockVersion },
      {
        state: "draft",
        sentBackBy: ctx.actor.userId,
        sentBackAt: ctx.now(),
        sentBackReason: input.reason,
      },
    );
    await appendAudit(tx, ctx, {
      action: "assessment.sent_back",
      objectType: "risk_assessment",
      objectId: subject.assessment.id,
      payload: assessmentName(subject, row.revision),
      reason: input.reason,
    });
    return { revision: row.revision };
  });
}
