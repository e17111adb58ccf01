import "server-only";
import type { Tx } from "@/db/client";
import type { UserContext } from "@/lib/context";
import { actorFacts, availability } from "./available-actions";
import { judgePromotion, promotionFacts } from "./judge-promotion";
import { type LoadedPromotion, lockPromotion } from "./load-promotion";
import { refusal } from "./refusal";

/** Locks a promotion whose attached comparisons the person may change now; refuses with what the disabled button says. */
export async function lockOwnRequest(tx: Tx, ctx: UserContext, number: number): Promise<LoadedPromotion> {
  const loaded = await lockPromotion(tx, ctx, { number });
  const judged = await judgePromotion(ctx, tx, loaded, "show");
  const allowed = availability(promotionFacts(judged, null, ctx.now()), actorFacts(ctx.actor), "attach");
  if (!allowed.allowed) throw refusal(allowed, { action: "attach" });
  return loaded;
}
