import "server-only";
import { and, asc, count, eq, getTableColumns, gt, isNull } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { ControlStatus } from "@/db/enums";
import {
  auditEvents,
  cardRevisions,
  controlMappings,
  controlNotes,
  findings,
  members,
  models,
  modelVersions,
  policyVersions,
  promotionDecisions,
  promotionEvaluations,
  promotions,
  riskAssessmentRevisions,
  riskAssessments,
  rollouts,
  users,
} from "@/db/schema";
import type { Context } from "@/lib/context";
import { type Control, catalogue } from "./catalogue";
import { type EvidenceFacts, type EvidenceKind, evidenceKinds, evidenceOnRecord } from "./evidence-kinds";

export type ControlRow = Control & {
  applies: boolean;
  reason: string;
  lockVersion: number;
  /** Who mapped it last; null = as it ships. */
  mapped: { by: string; at: Date } | null;
  /** For the chosen model; null without one. */
  status: ControlStatus;
  note: string;
  noteLockVersion: number;
  noted: { by: string; at: Date } | null;
  present: readonly EvidenceKind[];
  missing: readonly EvidenceKind[];
  suggestion: ControlStatus;
};

/** The catalogue as this project has it, with what is on record and noted for one model. */
export async function listControls(ctx: Context, modelId: string | null): Promise<ControlRow[]> {
  const [mappings, notes, facts] = await Promise.all([
    ctx.db
      .select({ ...getTableColumns(controlMappings), by: users.name })
      .from(controlMappings)
      .innerJoin(users, eq(users.id, controlMappings.editedBy))
      .where(eq(controlMappings.projectId, ctx.projectId)),
    modelId === null
      ? []
      : ctx.db
          .select({ ...getTableColumns(controlNotes), by: users.name })
          .from(controlNotes)
          .innerJoin(users, eq(users.id, controlNotes.editedBy))
          .where(and(eq(controlNotes.projectId, ctx.projectId), eq(controlNotes.modelId, modelId))),
    readEvidenceFacts(ctx, modelId),
  ]);
  return catalogue.map((control) => {
    const mapping = mappings.find((row) => row.controlId === control.id);
    const note = notes.find((row) => row.controlId === control.id);
    const evidence = mapping ? evidenceKinds.filter((kind) => mapping.evidence.includes(kind)) : control.evidence;
    return {
      ...control,
      title: mapping?.title ?? control.title,
      evidence,
      applies: mapping?.applies ?? true,
      reason: mapping?.reason ?? "",
      lockVersion: mapping?.lockVersion ?? 0,
      mapped: mapping ? { by: mapping.by, at: mapping.editedAt } : null,
      status: note?.status ?? "not_assessed",
      note: note?.note ?? "",
      noteLockVersion: note?.lockVersion ?? 0,
      noted: note ? { by: note.by, at: note.editedAt } : null,
      ...evidenceOnRecord(evidence, facts),
    };
  });
}

/** How many records of each kind there are about a model; without one, about the project. */
async function readEvidenceFacts(ctx: Context, modelId: string | null): Promise<EvidenceFacts> {
  const { db, projectId } = ctx;
  const ofModel = (column: AnyPgColumn) => (modelId === null ? undefined : eq(column, modelId));
  const onPromotions = and(eq(promotions.projectId, projectId), ofModel(promotions.modelId));
  const n = async (query: PromiseLike<{ n: number }[]>) => (await query)[0]?.n ?? 0;
  const [versions, cards, approvals, evaluations, assessments, found, carried, policies, people, events] =
    await Promise.all([
      n(
        db
          .select({ n: count() })
          .from(modelVersions)
          .where(and(eq(modelVersions.projectId, projectId), ofModel(modelVersions.modelId))),
      ),
      n(
        db
          .select({ n: count() })
          .from(cardRevisions)
          .innerJoin(
            modelVersions,
            and(eq(modelVersions.projectId, cardRevisions.projectId), eq(modelVersions.id, cardRevisions.versionId)),
          )
          .where(and(eq(cardRevisions.projectId, projectId), ofModel(modelVersions.modelId))),
      ),
      n(
        db
          .select({ n: count() })
          .from(promotionDecisions)
          .innerJoin(
            promotions,
            and(
              eq(promotions.projectId, promotionDecisions.projectId),
              eq(promotions.id, promotionDecisions.promotionId),
            ),
          )
          .where(onPromotions),
      ),
      n(
        db
          .select({ n: count() })
          .from(promotionEvaluations)
          .innerJoin(
            promotions,
            and(
              eq(promotions.projectId, promotionEvaluations.projectId),
              eq(promotions.id, promotionEvaluations.promotionId),
            ),
          )
          .where(onPromotions),
      ),
      n(
        db
          .select({ n: count() })
          .from(riskAssessmentRevisions)
          .innerJoin(
            riskAssessments,
            and(
              eq(riskAssessments.projectId, riskAssessmentRevisions.projectId),
              eq(riskAssessments.id, riskAssessmentRevisions.assessmentId),
            ),
          )
          .where(
            and(
              eq(riskAssessments.projectId, projectId),
              eq(riskAssessmentRevisions.state, "signed_off"),
              ofModel(riskAssessments.modelId),
            ),
          ),
      ),
      n(
        db
          .select({ n: count() })
          .from(findings)
          .where(and(eq(findings.projectId, projectId), ofModel(findings.modelId))),
      ),
      n(
        db
          .select({ n: count() })
          .from(rollouts)
          .innerJoin(
            promotions,
            and(eq(promotions.projectId, rollouts.projectId), eq(promotions.id, rollouts.promotionId)),
          )
          .where(onPromotions),
      ),
      n(db.select({ n: count() }).from(policyVersions).where(eq(policyVersions.projectId, projectId))),
      n(db.select({ n: count() }).from(members).where(eq(members.projectId, projectId))),
      n(db.select({ n: count() }).from(auditEvents).where(eq(auditEvents.projectId, projectId))),
    ]);
  const watched = await n(
    db
      .select({ n: count() })
      .from(rollouts)
      .innerJoin(promotions, and(eq(promotions.projectId, rollouts.projectId), eq(promotions.id, rollouts.promotionId)))
      .where(and(onPromotions, gt(rollouts.stageSamples, 0))),
  );
  const asked = await n(db.select({ n: count() }).from(promotions).where(onPromotions));
  return {
    approval_log: approvals,
    audit_log: events,
    gates: evaluations,
    policies,
    risk_assessment: assessments,
    findings: found,
    model_card: cards,
    lineage: versions,
    rollouts: carried,
    rollback_plan: asked,
    access_matrix: people,
    monitoring: watched,
  };
}

/** Models to choose from, by name. */
export const listControlModels = (ctx: Context) =>
  ctx.db
    .select({ id: models.id, name: models.name })
    .from(models)
    .where(and(eq(models.projectId, ctx.projectId), isNull(models.deletedAt)))
    .orderBy(asc(models.name));
