import "server-only";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type CiCheckStatus, concernedStates } from "@/db/enums";
import { type CiCheckRow, ciChecks, modelVersions, promotions, runs } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { authorize } from "@/lib/auth/authorize";
import { type Context, deadlineNow, withTransaction } from "@/lib/context";
import { invalidInput } from "@/lib/errors";
import { commitKey, isSameCommit, normalizeCommit } from "../checks/commit";
import { placeReport } from "../checks/place-report";
import { type CheckReport, type ReportCheckInput, reportCheckInput } from "../checks/schemas";
import { findVersionId } from "../find-version-query";
import { enqueueEvaluations } from "../reevaluate-promotions";

export type ReportedCheck = {
  id: string;
  /** `late`: it ran before the report on record, so it is kept as history only. */
  outcome: "recorded" | "late" | "unchanged";
  status: CiCheckStatus;
  /** Open promotions whose gates are evaluated again because of it. */
  promotions: number[];
};

const skew = 10 * 60_000;

/**
 * Records what a CI check of a commit or a model version found, and has the gates of open promotions it concerns evaluated
 * again. The same report twice is unchanged; a newer one takes the place of the one before, which stays as history.
 */
export async function reportCheck(ctx: Context, raw: ReportCheckInput): Promise<ReportedCheck> {
  authorize(ctx, "check.report");
  const report = reportCheckInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const now = await deadlineNow(tx, ctx);
    const ranAt = report.ranAt ? new Date(report.ranAt) : now;
    if (ranAt.getTime() > now.getTime() + skew)
      throw invalidInput(
        "ranAt",
        `lies in the future; it is ${now.toISOString()} here. Set the clock of the CI machine`,
      );
    const subject = await findSubject(tx, ctx, report);
    const { status } = report;
    const digest = contentDigestOf(report, subject);
    const stored = await lockEarlier(tx, ctx, report, subject);
    const placed = placeReport(stored.map(asPlaced), { digest, ranAt, isDated: report.ranAt !== undefined });
    if (placed.outcome === "unchanged") return { ...placed, status, promotions: [] };
    const current = stored.find((row) => row.supersededAt === null);
    const isCurrent = placed.outcome === "recorded";
    if (isCurrent && current) {
      await tx
        .update(ciChecks)
        .set({ supersededAt: now })
        .where(and(eq(ciChecks.projectId, ctx.projectId), eq(ciChecks.id, current.id), isNull(ciChecks.supersededAt)));
    }
    const id = ctx.newId();
    const { kind, name, summary, counts, seconds, cases, casesLeftOut } = report;
    await tx.insert(ciChecks).values({
      projectId: ctx.projectId,
      id,
      kind,
      name,
      commit: subject.commit,
      commitKey: subject.commit === null ? null : commitKey(subject.commit),
      versionId: subject.versionId,
      status,
      summary,
      url: report.url ?? null,
      counts,
      seconds,
      cases,
      casesLeftOut,
      ranAt,
      reportedAt: now,
      tokenId: ctx.actor.kind === "token" ? ctx.actor.tokenId : null,
      userId: ctx.actor.kind === "user" ? ctx.actor.userId : null,
      digest,
      supersededAt: isCurrent ? null : now,
    });
    await appendAudit(tx, ctx, {
      action: "check.reported",
      objectType: "check",
      objectId: id,
      objectDigest: digest,
      payload: {
        kind,
        name,
        commit: subject.commit,
        model: report.model ?? null,
        version: report.version ?? null,
        status,
        isCurrent,
        before: isCurrent ? (current?.status ?? null) : null,
      },
    });
    const affected = isCurrent ? await evaluateAgain(tx, ctx, subject) : [];
    return { id, outcome: placed.outcome, status, promotions: affected };
  });
}

type Subject = { commit: string; versionId: null } | { commit: null; versionId: string };

async function findSubject(tx: Tx, ctx: Context, { commit, model = "", version = 0 }: CheckReport): Promise<Subject> {
  if (commit !== undefined) return { commit: normalizeCommit(commit), versionId: null };
  return { commit: null, versionId: await findVersionId(ctx, tx, model, version) };
}

const contentDigestOf = ({ model: _model, version: _version, ...content }: CheckReport, subject: Subject): string =>
  canonicalDigest({
    ...content,
    ...subject,
    url: content.url ?? null,
    ranAt: content.ranAt ? new Date(content.ranAt).toISOString() : null,
  });

type Earlier = Pick<CiCheckRow, "id" | "digest" | "ranAt" | "supersededAt" | "status">;
const asPlaced = ({ id, digest, ranAt, supersededAt }: Earlier) => ({
  id,
  digest,
  ranAt,
  isCurrent: supersededAt === null,
});

/** Reports of one check of one subject take turns, also the first two, for which there is no row to lock yet. */
async function lockEarlier(tx: Tx, ctx: Context, { kind, name }: CheckReport, subject: Subject): Promise<Earlier[]> {
  const turn = JSON.stringify(["ci-check", ctx.projectId, kind, name, subject.commit, subject.versionId]);
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${turn}, 0))`);
  const { id, digest, ranAt, supersededAt, status } = ciChecks;
  return tx
    .select({ id, digest, ranAt, supersededAt, status })
    .from(ciChecks)
    .where(
      and(
        eq(ciChecks.projectId, ctx.projectId),
        eq(ciChecks.kind, kind),
        eq(ciChecks.name, name),
        subject.commit === null
          ? eq(ciChecks.versionId, subject.versionId)
          : and(eq(ciChecks.commitKey, commitKey(subject.commit)), eq(ciChecks.commit, subject.commit)),
      ),
    );
}

/** Asks for an evaluation of each open promotion of the version, or of a version whose run has the commit. */
async function evaluateAgain(tx: Tx, ctx: Context, subject: Subject): Promise<number[]> {
  const open = await tx
    .select({ id: promotions.id, number: promotions.number, versionId: promotions.versionId, commit: runs.codeCommit })
    .from(promotions)
    .innerJoin(
      modelVersions,
      and(eq(modelVersions.projectId, promotions.projectId), eq(modelVersions.id, promotions.versionId)),
    )
    .innerJoin(runs, and(eq(runs.projectId, modelVersions.projectId), eq(runs.id, modelVersions.runId)))
    .where(and(eq(promotions.projectId, ctx.projectId), inArray(promotions.state, [...concernedStates])))
    .orderBy(promotions.number);
  const affected = open.filter(({ versionId, commit }) =>
    subject.commit === null ? versionId === subject.versionId : commit !== null && isSameCommit(commit, subject.commit),
  );
  await enqueueEvaluations(tx, ctx, affected);
  return affected.map(({ number }) => number);
}
