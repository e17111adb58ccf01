import { triggerKinds, triggerWords } from "@/lib/governance/risk/assessment";
import type { AssessmentPage } from "@/lib/governance/risk/assessment-page-query";

/** Where the assessment stands: what is signed, what waits, when it is reviewed and what asks for it earlier. */
export function AssessmentStatus({ page, today }: { page: AssessmentPage; today: string }) {
  const { revisions, triggers } = page;
  const signed = revisions.find((row) => row.state === "signed_off");
  const newest = revisions[0];
  const open = triggers.filter(({ trigger }) => trigger.answeredBy === null);
  const wordOf = (kind: string) => {
    const known = triggerKinds.find((entry) => entry === kind);
    return known ? triggerWords[known] : kind;
  };
  return (
    <>
      {signed && (
        <span>
          Revision {signed.revision} signed off by <bdi>{signed.signer}</bdi>
        </span>
      )}
      {newest && newest !== signed && (
        <span>
          {newest.state === "submitted"
            ? `Revision ${newest.revision} waits for sign-off`
            : `Revision ${newest.revision} is a draft`}
        </span>
      )}
      {signed?.reviewDue && (
        <span className={signed.reviewDue < today ? "text-fail" : undefined}>
          Review {signed.reviewDue < today ? "overdue since" : "due"} {signed.reviewDue}
        </span>
      )}
      {open.map(({ trigger, name }) => (
        <span key={trigger.id} className="text-warn" title={trigger.reason}>
          Review asked for by <bdi>{name ?? "Countersign"}</bdi>: {wordOf(trigger.kind)}
        </span>
      ))}
    </>
  );
}
