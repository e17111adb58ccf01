import "server-only";
import type { Context } from "@/lib/context";
import { countRunningRollouts } from "@/lib/deployments/queries";
import { countWaitingPromotions } from "@/lib/promotions/inbox-query";
import type { WaitingCounts } from "./navigation";

/** What waits behind the links of the navigation. */
export async function countWaiting(ctx: Context): Promise<WaitingCounts> {
  const [promotions, rollouts] = await Promise.all([countWaitingPromotions(ctx), countRunningRollouts(ctx)]);
  return { promotions, rollouts };
}
