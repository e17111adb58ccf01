import "server-only";
import { and, eq, gt, gte, inArray, isNull, like, lte, max, ne, or, type SQL, sql } from "drizzle-orm";
import { union } from "drizzle-orm/pg-core";
import type { Reader } from "@/db/client";
import {
  apiTokens,
  auditEvents,
  cardRevisions,
  delegations,
  modelConsumers,
  promotionDecisions,
  promotions,
  riskAssessmentAuthors,
  riskAssessments,
  riskRevisions,
  runs,
  users,
} from "@/db/schema";
import type { Context } from "@/lib/context";
import { listCheckReporters } from "@/lib/governance/ci-checks-query";
import type { ConflictFacts, Person } from "./conflict-set";
import type { LoadedPromotion } from "./load-promotion";

/** Who contributed to what is being approved: everyone whose own work they would be countersigning. */
export async function readConflictFacts(ctx: Context, db: Reader, loaded: LoadedPromotion): Promise<ConflictFacts> {
  const { promotion, version, model } = loaded;
  const [run, cards, since, tokenOwners, retired, delegators] = await Promise.all([
    readRun(ctx, db, version.runId),
    db
      .select({ userId: cardRevisions.editedBy, at: cardRevisions.editedAt })
      .from(cardRevisions)
      .where(and(eq(cardRevisions.projectId, ctx.projectId), eq(cardRevisions.versionId, version.id))),
    lastApproval(ctx, db, loaded),
    readTokenOwners(ctx, db, version.runId),
    readContractEdits(ctx, db, loaded),
    readDelegators(ctx, db, promotion.id),
  ]);
  // A card belongs to this version alone, so all its editors count; a risk assessment outlives versions.
  const [risks, assessments, reporters] = await Promise.all([
    readRiskEdits(ctx, db, model.id, since),
    readAssessmentAuthors(ctx, db, loaded, since),
    listCheckReporters(ctx, db, { commit: run?.codeCommit ?? null, versionId: version.id }),
  ]);
  const tokens = [
    ...tokenOwners,
    ...reporters.flatMap(({ userId, token }) => (token === null ? [] : [{ userId, token }])),
  ];
  const people = await readPeople(db, [
    promotion.requestedBy,
    version.registeredBy,
    ...(run?.ownerUserId ? [run.ownerUserId] : []),
    ...[...cards, ...risks, ...assessments, ...tokens, ...reporters, ...retired].map((entry) => entry.userId),
  ]);
  const person = (userId: string | null | undefined): Person | null => (userId ? (people.get(userId) ?? null) : null);
  const edits = (rows: typeof cards, what: "card" | "risk") =>
    rows.flatMap(({ userId, at }) => {
      const editor = person(userId);
      return editor ? [{ ...editor, what, at }] : [];
    });
  return {
    requester: person(promotion.requestedBy) ?? { personId: promotion.requestedBy, name: "The requester" },
    runOwner: person(run?.ownerUserId),
    registrant: person(version.registeredBy),
    edits: [...edits(cards, "card"), ...edits(risks, "risk"), ...edits(assessments, "risk")],
    lastApprovalAt: null,
    tokenOwners: tokens.flatMap(({ userId, token }) => {
      const owner = person(userId);
      return owner ? [{ ...owner, token }] : [];
    }),
    checkReporters: reporters.flatMap(({ userId, token }) => (token === null ? (person(userId) ?? []) : [])),
    contractEditors: retired.flatMap(({ userId, consumer }) => {
      const editor = person(userId);
      return editor ? [{ ...editor, consumer }] : [];
    }),
    delegators,
  };
}

async function readRun(ctx: Context, db: Reader, runId: string) {
  const [run] = await db
    .select({ ownerUserId: runs.ownerUserId, codeCommit: runs.codeCommit })
    .from(runs)
    .where(and(eq(runs.projectId, ctx.projectId), eq(runs.id, runId)));
  return run;
}

/** Who set the model's tier, since it was last approved. */
async function readRiskEdits(ctx: Context, db: Reader, modelId: string, since: Date | null) {
  return db
    .select({ userId: riskRevisions.editedBy, at: riskRevisions.editedAt })
    .from(riskRevisions)
    .where(
      and(
        eq(riskRevisions.projectId, ctx.projectId),
        eq(riskRevisions.modelId, modelId),
        since ? gt(riskRevisions.editedAt, since) : undefined,
      ),
    );
}

/** Who retired or replaced a registered schema between the request and its end: an approver must not loosen what they approve. */
async function readContractEdits(ctx: Context, db: Reader, { promotion }: LoadedPromotion) {
  const rows = await db
    .select({ userId: modelConsumers.retiredBy, consumer: modelConsumers.name })
    .from(modelConsumers)
    .where(
      and(
        eq(modelConsumers.projectId, ctx.projectId),
        eq(modelConsumers.modelId, promotion.modelId),
        gte(modelConsumers.retiredAt, promotion.requestedAt),
        promotion.closedAt ? lte(modelConsumers.retiredAt, promotion.closedAt) : undefined,
      ),
    )
    .orderBy(modelConsumers.retiredAt);
  return rows.flatMap(({ userId, consumer }) => (userId ? [{ userId, consumer }] : []));
}

/** Colleagues for whom somebody has decided here, whatever became of that decision. */
async function readDelegators(ctx: Context, db: Reader, promotionId: string): Promise<ConflictFacts["delegators"]> {
  const rows = await db
    .selectDistinct({ personId: users.personId, name: users.name, signature: promotionDecisions.signature })
    .from(promotionDecisions)
    .innerJoin(
      delegations,
      and(eq(delegations.projectId, promotionDecisions.projectId), eq(delegations.id, promotionDecisions.delegationId)),
    )
    .innerJoin(users, eq(users.id, delegations.delegatorUserId))
    .where(and(eq(promotionDecisions.projectId, ctx.projectId), eq(promotionDecisions.promotionId, promotionId)));
  return rows.map(({ personId, name, signature }) => ({ personId, name, delegate: signature.printedName }));
}

/** Who wrote in the risk assessment of the model or of this version, signed off or not. */
async function readAssessmentAuthors(
  ctx: Context,
  db: Reader,
  { version, model }: LoadedPromotion,
  since: Date | null,
) {
  return db
    .select({ userId: riskAssessmentAuthors.userId, at: riskAssessmentAuthors.editedAt })
    .from(riskAssessmentAuthors)
    .innerJoin(
      riskAssessments,
      and(
        eq(riskAssessments.projectId, riskAssessmentAuthors.projectId),
        eq(riskAssessments.id, riskAssessmentAuthors.assessmentId),
      ),
    )
    .where(
      and(
        eq(riskAssessments.projectId, ctx.projectId),
        eq(riskAssessments.modelId, model.id),
        or(isNull(riskAssessments.versionId), eq(riskAssessments.versionId, version.id)),
        since ? gt(riskAssessmentAuthors.editedAt, since) : undefined,
      ),
    );
}

/** When another promotion of this model was last approved for this environment. */
async function lastApproval(ctx: Context, db: Reader, { promotion }: LoadedPromotion): Promise<Date | null> {
  const [row] = await db
    .select({ at: max(promotions.approvedAt) })
    .from(promotions)
    .where(
      and(
        eq(promotions.projectId, ctx.projectId),
        eq(promotions.modelId, promotion.modelId),
        eq(promotions.environment, promotion.environment),
        eq(promotions.state, "executed"),
        ne(promotions.id, promotion.id),
      ),
    );
  return row?.at ?? null;
}

/**
 * Owners of the tokens that sent this run or its predictions, as the audit log has it. A run that was logged has an event of its end; a
 * batch has one event, whose object is the import that the run names as its source: however many runs came with it, it is found by index.
 */
async function readTokenOwners(ctx: Context, db: Reader, runId: string): Promise<{ userId: string; token: string }[]> {
  const batch = db
    .select({ id: sql`substr(${runs.source}, 8)` })
    .from(runs)
    .where(and(eq(runs.projectId, ctx.projectId), eq(runs.id, runId), like(runs.source, "import:%")));
  const by = and(eq(auditEvents.projectId, ctx.projectId), eq(auditEvents.actorKind, "token"));
  const ofRun = and(eq(auditEvents.objectType, "run"), eq(auditEvents.objectId, runId));
  const about = (action: string, object: SQL | undefined) =>
    db
      .select({ ref: auditEvents.actorRef })
      .from(auditEvents)
      .where(and(by, eq(auditEvents.action, action), object));
  const sent = await union(
    about("run.imported", and(eq(auditEvents.objectType, "import"), eq(auditEvents.objectId, sql`(${batch})`))),
    about("run.logged", ofRun),
    about("predictions.imported", ofRun),
  );
  const ids = sent.map(({ ref }) => ref.replace(/^token:/, ""));
  if (ids.length === 0) return [];
  const rows = await db
    .select({ userId: apiTokens.ownerUserId, token: apiTokens.name })
    .from(apiTokens)
    .where(and(eq(apiTokens.projectId, ctx.projectId), inArray(apiTokens.id, ids)));
  return rows.flatMap(({ userId, token }) => (userId ? [{ userId, token }] : []));
}

async function readPeople(db: Reader, userIds: readonly string[]): Promise<Map<string, Person>> {
  const rows = await db
    .select({ userId: users.id, personId: users.personId, name: users.name })
    .from(users)
    .where(inArray(users.id, [...new Set(userIds)]));
  return new Map(rows.map(({ userId, personId, name }) => [userId, { personId, name }]));
}
