import "server-only";
import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Reader } from "@/db/client";
import { commentMentions, commentRevisions, comments, findings, members, users } from "@/db/schema";
import type { Context } from "@/lib/context";
import type { Mentionable } from "./mentions";

export type Thread = Awaited<ReturnType<typeof listThreads>>[number];
export type ThreadComment = Thread["comments"][number];

/** The threads of a promotion, oldest first, each with its comments, who is named in them and the findings raised from it. */
export async function listThreads(ctx: Context, promotionId: string) {
  const resolver = alias(users, "resolver");
  const rows = await ctx.db
    .select({ comment: comments, author: users.name, title: users.title, resolvedByName: resolver.name })
    .from(comments)
    .innerJoin(users, eq(users.id, comments.userId))
    .leftJoin(resolver, eq(resolver.id, comments.resolvedBy))
    .where(and(eq(comments.projectId, ctx.projectId), eq(comments.promotionId, promotionId)))
    .orderBy(asc(comments.createdAt), asc(comments.id));
  const ids = rows.map(({ comment }) => comment.id);
  const [mentions, earlier, raised] = await Promise.all([
    readMentions(ctx, ids),
    readEarlier(ctx, ids),
    readFindings(ctx, promotionId),
  ]);
  const views = rows.map(({ comment, author, title }) => ({
    id: comment.id,
    threadId: comment.threadId,
    userId: comment.userId,
    author,
    title,
    body: comment.body,
    createdAt: comment.createdAt,
    editedAt: comment.editedAt,
    revision: comment.revision,
    mentions: mentions.filter((mention) => mention.commentId === comment.id),
    earlier: earlier.filter((text) => text.commentId === comment.id),
  }));
  return rows
    .filter(({ comment }) => comment.threadId === comment.id)
    .map(({ comment, resolvedByName }) => ({
      id: comment.id,
      anchor: comment.anchor,
      resolvedAt: comment.resolvedAt,
      resolvedByName,
      comments: views.filter((view) => view.threadId === comment.id),
      findings: raised.filter((finding) => finding.threadId === comment.id),
    }));
}

const readMentions = (ctx: Context, ids: readonly string[]) =>
  ids.length === 0
    ? []
    : ctx.db
        .select({ commentId: commentMentions.commentId, userId: users.id, name: users.name })
        .from(commentMentions)
        .innerJoin(users, eq(users.id, commentMentions.userId))
        .where(and(eq(commentMentions.projectId, ctx.projectId), inArray(commentMentions.commentId, [...ids])));

const readEarlier = (ctx: Context, ids: readonly string[]) =>
  ids.length === 0
    ? []
    : ctx.db
        .select({
          commentId: commentRevisions.commentId,
          revision: commentRevisions.revision,
          body: commentRevisions.body,
          writtenAt: commentRevisions.writtenAt,
        })
        .from(commentRevisions)
        .where(and(eq(commentRevisions.projectId, ctx.projectId), inArray(commentRevisions.commentId, [...ids])))
        .orderBy(asc(commentRevisions.revision));

const readFindings = (ctx: Context, promotionId: string) =>
  ctx.db
    .select({ number: findings.number, state: findings.state, threadId: findings.threadId })
    .from(findings)
    .where(and(eq(findings.projectId, ctx.projectId), eq(findings.promotionId, promotionId)))
    .orderBy(asc(findings.number));

/** Members who can be named in a comment, by name. */
export async function listMentionable(ctx: Context, db: Reader = ctx.db): Promise<Mentionable[]> {
  return db
    .selectDistinct({ userId: users.id, name: users.name })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.projectId, ctx.projectId), isNull(users.disabledAt)))
    .orderBy(asc(users.name), asc(users.id));
}
