"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import { Button } from "@/components/ui/button";
import { CheckboxField } from "@/components/ui/checkbox";
import { DisabledButton } from "@/components/ui/disabled-button";
import { FormFailure } from "@/components/ui/form-failure";
import type { SignOffAssessmentInput } from "@/lib/governance/risk/schemas";
import { signOffAssessmentAction } from "@/lib/governance/risk-actions";

type SignOffButtonProps = { project: string; statement: string; input: SignOffAssessmentInput };

/** The signature: the statement to agree to, then the button. */
export function SignOffButton({ project, statement, input }: SignOffButtonProps) {
  const router = useRouter();
  const [agreed, setAgreed] = useState(false);
  const act = useProtectedForm(signOffAssessmentAction, {
    onSuccess: () => {
      toast.success("The assessment is signed off.");
      router.refresh();
    },
  });
  return (
    <>
      <CheckboxField label={statement} checked={agreed} onChange={(event) => setAgreed(event.currentTarget.checked)} />
      <FormFailure failure={act.unplaced} />
      {agreed ? (
        <Button variant="primary" className="w-full" pending={act.pending} onClick={() => act.run(project, input)}>
          Sign off
        </Button>
      ) : (
        <DisabledButton variant="primary" className="w-full" reasons={["Agree to the statement first."]}>
          Sign off
        </DisabledButton>
      )}
      <SessionEndedDialog session={act.session} onResend={act.resend} />
    </>
  );
}
