import { buttonStyle } from "@/components/ui/button-style";
import type { PromotionPage } from "@/lib/promotions/promotion-page-query";
import { isClosed } from "@/lib/promotions/promotion-state";

/** At the foot of narrow screens: how far the quorum is, why one may not approve, and the way to the decision. */
export function DecisionBar({ page }: { page: PromotionPage }) {
  const { judged, available, promotion } = page;
  const reason = available.approve.reasons.find((entry) => entry.code !== "reauthenticate");
  const text = isClosed(promotion.state) ? "This promotion is over." : (reason?.text ?? "You may approve or object.");
  return (
    <>
      <p className="line-clamp-2 min-w-0 flex-1 text-xs text-ink-2">
        <b className="font-medium text-ink">
          {judged.tally.counted.length} of {judged.rule.quorum} approvals.
        </b>{" "}
        {text}
      </p>
      <a href="#decision" className={buttonStyle(reason ? undefined : "primary")}>
        {reason ? "See why" : "Decide"}
      </a>
    </>
  );
}
