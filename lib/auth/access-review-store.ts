import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type AccessReviewRow, accessReviews } from "@/db/schema";
import type { Context } from "@/lib/context";
import { conflict, notFound } from "@/lib/errors";

/** Locks a review that is still open. Throws NOT_FOUND, or CONFLICT when it was completed. */
export async function lockOpenReview(tx: Tx, ctx: Context, number: number): Promise<AccessReviewRow> {
  const [review] = await tx
    .select()
    .from(accessReviews)
    .where(and(eq(accessReviews.projectId, ctx.projectId), eq(accessReviews.number, number)))
    .for("update");
  if (!review) throw notFound(`Access review A-${number}`);
  if (review.completedAt) throw conflict(`Access review A-${number} is completed.`);
  return review;
}
