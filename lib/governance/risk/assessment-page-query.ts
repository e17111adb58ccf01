import "server-only";
import { and, asc, desc, eq, isNull } from "drizzle-orm";
import { models, modelVersions, riskAssessments, riskReviewTriggers, users } from "@/db/schema";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import type { Context } from "@/lib/context";
import { assessmentBody } from "./assessment";
import { readPersons, readRevisions } from "./load-assessment";
import { readSignOffConflicts } from "./sign-off-query";

export type AssessmentPage = NonNullable<Awaited<ReturnType<typeof findAssessmentPage>>>;
export type AssessmentRevision = AssessmentPage["revisions"][number];

/** The risk assessment of a model, or of one of its versions, with all revisions and who may not sign; null when there is no such model. */
export async function findAssessmentPage(ctx: Context, name: string, version: number | null) {
  const [model] = await ctx.db
    .select()
    .from(models)
    .where(and(eq(models.projectId, ctx.projectId), eq(models.name, name)));
  if (!model) return null;
  const versions = await ctx.db
    .select({ id: modelVersions.id, version: modelVersions.version })
    .from(modelVersions)
    .where(and(eq(modelVersions.projectId, ctx.projectId), eq(modelVersions.modelId, model.id)))
    .orderBy(desc(modelVersions.version));
  const asked = version === null ? null : versions.find((row) => row.version === version);
  if (asked === undefined) return null;
  const [assessment] = await ctx.db
    .select()
    .from(riskAssessments)
    .where(
      and(
        eq(riskAssessments.projectId, ctx.projectId),
        eq(riskAssessments.modelId, model.id),
        asked ? eq(riskAssessments.versionId, asked.id) : isNull(riskAssessments.versionId),
      ),
    );
  const rows = assessment ? await readRevisions(ctx.db, ctx, assessment.id) : [];
  const persons = await readPersons(
    ctx.db,
    rows.flatMap((row) => [row.submittedBy, row.signedBy, row.sentBackBy, row.ownerUserId, row.validatorUserId]),
  );
  const nameOf = (userId: string | null) => persons.get(userId ?? "")?.name ?? null;
  const revisions = rows.map((row) => {
    const body = assessmentBody.parse(row.body);
    return {
      ...row,
      body,
      bodyDigest: canonicalDigest(body),
      submitter: nameOf(row.submittedBy),
      signer: nameOf(row.signedBy),
      sender: nameOf(row.sentBackBy),
    };
  });
  const submitted = rows.find((row) => row.state === "submitted");
  return {
    model,
    versions,
    versionId: asked?.id ?? null,
    version,
    assessment: assessment ?? null,
    revisions,
    names: new Map([...persons].map(([userId, person]) => [userId, person.name])),
    conflicts: assessment && submitted ? await readSignOffConflicts(ctx.db, ctx, { assessment, model }, submitted) : [],
    triggers: assessment ? await readTriggers(ctx, assessment.id) : [],
  };
}

const readTriggers = (ctx: Context, assessmentId: string) =>
  ctx.db
    .select({ trigger: riskReviewTriggers, name: users.name })
    .from(riskReviewTriggers)
    .leftJoin(users, eq(users.id, riskReviewTriggers.raisedBy))
    .where(and(eq(riskReviewTriggers.projectId, ctx.projectId), eq(riskReviewTriggers.assessmentId, assessmentId)))
    .orderBy(asc(riskReviewTriggers.raisedAt));
