import "server-only";
import { authorize } from "@/lib/auth/authorize";
import type { UserContext } from "@/lib/context";
import { moveCard } from "../move-card";
import { archiveCardInput } from "../schemas";

/** Closes a card for good: it can still be read and exported, never edited. */
export async function archiveCard(ctx: UserContext, raw: unknown): Promise<{ revision: number }> {
  authorize(ctx, "card.archive");
  return moveCard(ctx, { ...archiveCardInput.parse(raw), act: "archive" });
}
