import "server-only";
import { type SQL, sql } from "drizzle-orm";
import {
  models,
  modelVersions,
  riskAssessmentAuthors,
  riskAssessmentRevisions,
  riskAssessments,
  runs,
  users,
} from "@/db/schema";
import { can } from "@/lib/auth/permissions";
import type { UserActor } from "@/lib/context";

const revisions = riskAssessmentRevisions;

/**
 * The rule of signOffRefusals in SQL over `risk_assessment_revisions`, for lists and counts: nobody signs what they wrote,
 * submitted, own or made, and only who may set tiers signs one that lowers the model's.
 */
export function maySignOff(actor: UserActor): SQL {
  const involved = sql`exists (
    select 1 from ${users}
    join ${riskAssessments} on ${riskAssessments.projectId} = ${revisions.projectId} and ${riskAssessments.id} = ${revisions.assessmentId}
    join ${models} on ${models.projectId} = ${riskAssessments.projectId} and ${models.id} = ${riskAssessments.modelId}
    where ${users.personId} = ${actor.personId} and (
      ${users.id} in (${revisions.submittedBy}, ${revisions.ownerUserId}, ${models.ownerUserId})
      or exists (select 1 from ${riskAssessmentAuthors} where ${riskAssessmentAuthors.projectId} = ${revisions.projectId}
        and ${riskAssessmentAuthors.assessmentId} = ${revisions.assessmentId}
        and ${riskAssessmentAuthors.revision} = ${revisions.revision} and ${riskAssessmentAuthors.userId} = ${users.id})
      or exists (select 1 from ${modelVersions}
        join ${runs} on ${runs.projectId} = ${modelVersions.projectId} and ${runs.id} = ${modelVersions.runId}
        where ${modelVersions.projectId} = ${riskAssessments.projectId} and ${modelVersions.modelId} = ${riskAssessments.modelId}
          and (${riskAssessments.versionId} is null or ${modelVersions.id} = ${riskAssessments.versionId})
          and ${users.id} in (${modelVersions.registeredBy}, ${runs.ownerUserId}))))`;
  if (can(actor, "model.set_risk_tier")) return sql`not ${involved}`;
  const rank = (tier: unknown) => sql`array_position(array['low', 'medium', 'high'], ${tier})`;
  const lowers = sql`exists (
    select 1 from ${riskAssessments}
    join ${models} on ${models.projectId} = ${riskAssessments.projectId} and ${models.id} = ${riskAssessments.modelId}
    where ${riskAssessments.projectId} = ${revisions.projectId} and ${riskAssessments.id} = ${revisions.assessmentId}
      and ${riskAssessments.versionId} is null
      and (${revisions.tier} = 'low' or ${rank(revisions.tier)} < ${rank(models.riskTier)}))`;
  return sql`(not ${involved} and not ${lowers})`;
}
