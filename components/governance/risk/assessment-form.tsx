"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import { FormFailure } from "@/components/ui/form-failure";
import { LinkButton } from "@/components/ui/link-button";
import { SubmitButton } from "@/components/ui/submit-button";
import type { AssessmentBody } from "@/lib/governance/risk/assessment";
import { readAssessmentForm } from "@/lib/governance/risk/read-form";
import type { SaveAssessmentInput } from "@/lib/governance/risk/schemas";
import { saveAssessmentAction } from "@/lib/governance/risk-actions";
import { LawFields, OversightFields, ReviewFields, ScoreFields, UseFields } from "./form-sections";
import { TierFields } from "./tier-fields";

type AssessmentFormProps = {
  project: string;
  subject: Pick<SaveAssessmentInput, "modelId" | "versionId" | "seen">;
  body: AssessmentBody;
  people: readonly { userId: string; name: string }[];
  /** Whether this person may set another tier than the rule gives. */
  mayOverride: boolean;
  /** Where the assessment is read. */
  href: string;
};

/** The whole assessment in sections; a draft may leave fields open. What is typed survives a reload and an ended session. */
export function AssessmentForm({ project, subject, body, people, mayOverride, href }: AssessmentFormProps) {
  const router = useRouter();
  const [tier, setTier] = useState({ exposure: body.exposure, purpose: body.purpose });
  const act = useProtectedForm(saveAssessmentAction, {
    draft: `assessment:${subject.modelId}:${subject.versionId ?? ""}`,
    onSuccess: ({ changed }) => {
      toast.success(changed.length > 0 ? "The draft is saved." : "Nothing had changed.");
      router.push(href);
      router.refresh();
    },
  });
  const parts = {
    body,
    people,
    errors: Object.fromEntries(
      Object.entries(act.fieldErrors).map(([field, messages]) => [field.replace(/^body\./, ""), messages]),
    ),
  };
  return (
    <form
      {...act.formProps}
      className="flex max-w-3xl flex-col gap-7"
      onKeyDown={(event) => {
        if (!(event.ctrlKey || event.metaKey) || event.key !== "s") return;
        event.preventDefault();
        event.currentTarget.requestSubmit();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        act.run(project, { ...subject, body: readAssessmentForm(new FormData(event.currentTarget)) });
      }}
    >
      <UseFields {...parts} />
      <TierFields
        {...parts}
        chosen={tier}
        onChoose={(change) => setTier((before) => ({ ...before, ...change }))}
        mayOverride={mayOverride}
      />
      <LawFields {...parts} />
      <ScoreFields {...parts} />
      <OversightFields {...parts} />
      <ReviewFields {...parts} />
      <FormFailure failure={act.failure} />
      <div className="flex gap-2">
        <SubmitButton pending={act.pending}>Save draft</SubmitButton>
        <LinkButton href={href}>Cancel</LinkButton>
      </div>
      <SessionEndedDialog session={act.session} onResend={act.resend} />
    </form>
  );
}
