import "server-only";
import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import {
  type AssessmentRevisionRow,
  models,
  modelVersions,
  riskAssessmentAuthors,
  riskAssessmentRevisions,
  riskAssessments,
  users,
} from "@/db/schema";
import type { Context } from "@/lib/context";
import { conflict, notFound } from "@/lib/errors";
import { assessmentBody } from "./assessment";

export type AssessmentSubject = {
  assessment: typeof riskAssessments.$inferSelect;
  model: typeof models.$inferSelect;
  version: number | null;
};

/**
 * Locks an assessment for this transaction, and its model: two assessments of one model are signed off one after the other,
 * so that neither writes a tier that the other has just replaced. Throws NOT_FOUND.
 */
export async function lockAssessment(tx: Tx, ctx: Context, id: string): Promise<AssessmentSubject> {
  const [assessment] = await tx
    .select()
    .from(riskAssessments)
    .where(and(eq(riskAssessments.projectId, ctx.projectId), eq(riskAssessments.id, id)))
    .for("update");
  if (!assessment) throw notFound("This risk assessment");
  const [row] = await tx
    .select({ model: models, version: modelVersions.version })
    .from(models)
    .leftJoin(
      modelVersions,
      and(eq(modelVersions.projectId, models.projectId), eq(modelVersions.id, assessment.versionId ?? "")),
    )
    .where(and(eq(models.projectId, ctx.projectId), eq(models.id, assessment.modelId)))
    .for("no key update", { of: models });
  if (!row) throw notFound("The model of this assessment");
  return { assessment, ...row };
}

/** All revisions of an assessment, newest first. */
export async function readRevisions(db: Reader, ctx: Context, assessmentId: string): Promise<AssessmentRevisionRow[]> {
  return db
    .select()
    .from(riskAssessmentRevisions)
    .where(
      and(eq(riskAssessmentRevisions.projectId, ctx.projectId), eq(riskAssessmentRevisions.assessmentId, assessmentId)),
    )
    .orderBy(desc(riskAssessmentRevisions.revision));
}

/** One revision under the assessment's lock. Throws NOT_FOUND. */
export async function getRevision(db: Reader, ctx: Context, assessmentId: string, revision: number) {
  const found = (await readRevisions(db, ctx, assessmentId)).find((row) => row.revision === revision);
  if (!found) throw notFound(`Revision ${revision} of this risk assessment`);
  return { ...found, body: assessmentBody.parse(found.body) };
}

/** Writes a revision that the caller saw at its lock version; the loser of a race gets CONFLICT. */
export async function writeRevision(
  tx: Tx,
  ctx: Context,
  seen: Pick<AssessmentRevisionRow, "assessmentId" | "revision" | "lockVersion">,
  change: Partial<AssessmentRevisionRow>,
): Promise<void> {
  const updated = await tx
    .update(riskAssessmentRevisions)
    .set({ ...change, lockVersion: sql`${riskAssessmentRevisions.lockVersion} + 1` })
    .where(
      and(
        eq(riskAssessmentRevisions.projectId, ctx.projectId),
        eq(riskAssessmentRevisions.assessmentId, seen.assessmentId),
        eq(riskAssessmentRevisions.revision, seen.revision),
        eq(riskAssessmentRevisions.lockVersion, seen.lockVersion),
      ),
    )
    .returning({ revision: riskAssessmentRevisions.revision });
  if (updated.length === 0) {
    throw conflict(
      `Revision ${seen.revision} changed while you were at it. Nothing was saved; reload the page to see what changed.`,
    );
  }
}

/** Everyone who wrote in a revision. */
export async function readAuthors(db: Reader, ctx: Pick<Context, "projectId">, assessmentId: string, revision: number) {
  return db
    .select({ userId: users.id, personId: users.personId, name: users.name })
    .from(riskAssessmentAuthors)
    .innerJoin(users, eq(users.id, riskAssessmentAuthors.userId))
    .where(
      and(
        eq(riskAssessmentAuthors.projectId, ctx.projectId),
        eq(riskAssessmentAuthors.assessmentId, assessmentId),
        eq(riskAssessmentAuthors.revision, revision),
      ),
    );
}

/** The person behind an account, and their name; null for no account. */
export async function readPersons(db: Reader, userIds: readonly (string | null)[]) {
  const wanted = [...new Set(userIds.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map<string, { personId: string; name: string }>();
  const rows = await db
    .select({ id: users.id, personId: users.personId, name: users.name })
    .from(users)
    .where(inArray(users.id, wanted));
  return new Map(rows.map(({ id, ...person }) => [id, person]));
}

/** How events of the audit log name a revision. */
export const assessmentName = ({ model, version }: AssessmentSubject, revision: number) => ({
  model: model.name,
  version,
  revision,
});
