import "server-only";
import { authorize } from "@/lib/auth/authorize";
import type { UserContext } from "@/lib/context";
import { moveCard } from "../move-card";
import { sendBackCardInput } from "../schemas";

/** Sends a card under review back to its authors with a comment that says what is missing. */
export async function sendBackCard(ctx: UserContext, raw: unknown): Promise<{ revision: number }> {
  authorize(ctx, "card.approve");
  const { comment, ...seen } = sendBackCardInput.parse(raw);
  return moveCard(ctx, { ...seen, act: "send_back", reason: comment });
}
