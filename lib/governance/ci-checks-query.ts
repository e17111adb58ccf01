import "server-only";
import { and, desc, eq, isNotNull, isNull, or, type SQL } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { apiTokens, ciChecks, models, modelVersions, users } from "@/db/schema";
import type { Context } from "@/lib/context";
import { commitKey, isSameCommit, normalizeCommit } from "./checks/commit";
import { newestOfEach } from "./checks/current-checks";
import type { CheckEvidence } from "./gates/evidence-of-people";

/** What checks are asked for: a commit, a model version, or both at once. */
export type CheckSubject = { commit: string | null; versionId: string | null };

const mostReports = 1000;
const mostEarlier = 300;

export type CheckView = Awaited<ReturnType<typeof listChecks>>[number];

/** The newest report of each check of a commit and a version, each with the outcomes before it, newest first; none of neither. */
export async function listChecks(ctx: Context, subject: CheckSubject, db: Reader = ctx.db) {
  if (isAny(subject)) return [];
  const [current, earlier] = await Promise.all([
    select(ctx, db, subject, isNull(ciChecks.supersededAt)).limit(mostReports),
    select(ctx, db, subject, isNotNull(ciChecks.supersededAt)).limit(mostEarlier),
  ]);
  const own = current.filter((report) => isOf(report, subject));
  return newestOfEach(own).map((report) => ({
    ...report,
    earlier: [...own, ...earlier]
      .filter((other) => other.id !== report.id && isOf(other, subject))
      .filter((other) => other.kind === report.kind && other.name === report.name)
      .map(({ status, ranAt }) => ({ status, ranAt })),
  }));
}

/** What the gates read of the checks of a version and of the commit its run was trained at, in a fixed order. */
export async function readCheckEvidence(ctx: Context, db: Reader, subject: CheckSubject): Promise<CheckEvidence[]> {
  const reports = await select(ctx, db, subject, isNull(ciChecks.supersededAt)).limit(mostReports);
  return newestOfEach(reports.filter((report) => isOf(report, subject))).map(
    ({ id, kind, name, status, commit, versionId, url, summary, counts, ranAt }) => ({
      id,
      kind,
      name,
      status,
      commit,
      versionId,
      url,
      summary,
      total: counts && counts.total - counts.skipped,
      failed: counts && counts.failed + counts.errors,
      // How old a result is counts from when the check ran, not from when word of it arrived.
      reportedAt: ranAt.toISOString(),
    }),
  );
}

/** Who stands behind the checks on record, also behind reports that were superseded; `token` is the one they used. */
export async function listCheckReporters(
  ctx: Context,
  db: Reader,
  subject: CheckSubject,
): Promise<{ userId: string; token: string | null }[]> {
  if (isAny(subject)) return [];
  const reporters = await db
    .selectDistinct({
      commit: ciChecks.commit,
      versionId: ciChecks.versionId,
      userId: ciChecks.userId,
      tokenOwner: apiTokens.ownerUserId,
      token: apiTokens.name,
    })
    .from(ciChecks)
    .leftJoin(apiTokens, eq(apiTokens.id, ciChecks.tokenId))
    .where(and(eq(ciChecks.projectId, ctx.projectId), isAbout(subject)));
  const found = reporters
    .filter((report) => isOf(report, subject))
    .flatMap(({ userId, tokenOwner, token }) =>
      userId !== null ? [{ userId, token: null }] : tokenOwner !== null ? [{ userId: tokenOwner, token }] : [],
    );
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
}

type Filter = { kind?: (typeof ciChecks.$inferSelect)["kind"] | undefined; history: boolean; limit: number };

/** Reports of the project, newest first: of one subject when it names one, of all otherwise. */
export async function listReports(ctx: Context, subject: CheckSubject, { kind, history, limit }: Filter) {
  const only = and(kind ? eq(ciChecks.kind, kind) : undefined, history ? undefined : isNull(ciChecks.supersededAt));
  const rows = await select(ctx, ctx.db, subject, only).limit(limit);
  return rows.filter((report) => isOf(report, subject));
}

const isAny = ({ commit, versionId }: CheckSubject): boolean => commit === null && versionId === null;

/** The index finds commits by their first characters; whether it is the same one is decided here. */
const isOf = (report: { commit: string | null; versionId: string | null }, subject: CheckSubject): boolean =>
  isAny(subject) ||
  (report.commit === null
    ? report.versionId === subject.versionId
    : subject.commit !== null && isSameCommit(report.commit, subject.commit));

const isAbout = ({ commit, versionId }: CheckSubject): SQL | undefined =>
  or(
    commit === null ? undefined : eq(ciChecks.commitKey, commitKey(normalizeCommit(commit))),
    versionId === null ? undefined : eq(ciChecks.versionId, versionId),
  );

function select(ctx: Context, db: Reader, subject: CheckSubject, more: SQL | undefined) {
  return db
    .select({
      id: ciChecks.id,
      kind: ciChecks.kind,
      name: ciChecks.name,
      commit: ciChecks.commit,
      versionId: ciChecks.versionId,
      model: models.name,
      version: modelVersions.version,
      status: ciChecks.status,
      summary: ciChecks.summary,
      url: ciChecks.url,
      counts: ciChecks.counts,
      seconds: ciChecks.seconds,
      cases: ciChecks.cases,
      casesLeftOut: ciChecks.casesLeftOut,
      ranAt: ciChecks.ranAt,
      reportedAt: ciChecks.reportedAt,
      supersededAt: ciChecks.supersededAt,
      token: apiTokens.name,
      person: users.name,
      digest: ciChecks.digest,
    })
    .from(ciChecks)
    .leftJoin(
      modelVersions,
      and(eq(modelVersions.projectId, ciChecks.projectId), eq(modelVersions.id, ciChecks.versionId)),
    )
    .leftJoin(models, and(eq(models.projectId, modelVersions.projectId), eq(models.id, modelVersions.modelId)))
    .leftJoin(apiTokens, eq(apiTokens.id, ciChecks.tokenId))
    .leftJoin(users, eq(users.id, ciChecks.userId))
    .where(and(eq(ciChecks.projectId, ctx.projectId), isAbout(subject), more))
    .orderBy(desc(ciChecks.reportedAt), desc(ciChecks.id));
}
