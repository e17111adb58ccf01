import { ActDialog } from "@/components/acts/act-dialog";
import { DisabledButton } from "@/components/ui/disabled-button";
import { reviewEmergencyAction } from "@/lib/promotions/actions";
import type { PromotionPage } from "@/lib/promotions/promotion-page-query";

/** The second person's review of an emergency, or why this person cannot give it; nothing once it is given. */
export function ReviewEmergencyButton({ project, page }: { project: string; page: PromotionPage }) {
  const { promotion, emergency, reviewEmergency } = page;
  if (!emergency || emergency.reviewedAt) return null;
  if (!reviewEmergency.allowed) {
    return (
      <DisabledButton compact reasons={reviewEmergency.reasons.map((reason) => reason.text)}>
        Review the emergency
      </DisabledButton>
    );
  }
  return (
    <ActDialog
      project={project}
      draft={`review-emergency:${promotion.id}`}
      label="Review the emergency"
      title={`Review the emergency of P-${promotion.number}`}
      consequence="You sign that you looked at what was carried out without its quorum. An objection changes no traffic by itself; it stays on every page of this version until it is answered."
      done="Your review is on record."
      fields={[
        {
          kind: "choice",
          name: "verdict",
          label: "Your judgement",
          options: [
            { value: "upheld", label: "I uphold it: it was right to act" },
            { value: "objected", label: "I object: it should not have been done" },
          ],
        },
        {
          kind: "area",
          name: "comment",
          label: "Comment",
          hint: "What you looked at. Kept in the audit log.",
          rows: 4,
        },
      ]}
      fixed={{ number: promotion.number }}
      action={reviewEmergencyAction}
      submit="Sign the review"
      variant="primary"
    />
  );
}
