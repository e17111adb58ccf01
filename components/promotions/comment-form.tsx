"use client";

import { useRouter } from "next/navigation";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import { FormFailure } from "@/components/ui/form-failure";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextareaField } from "@/components/ui/textarea";
import { commentOnPromotionAction } from "@/lib/promotions/actions";

type CommentFormProps = { project: string; number: number; anchors: readonly { value: string; label: string }[] };

/** Writes a comment about all of the promotion or one part of it; what is typed survives a reload and an ended session. */
export function CommentForm({ project, number, anchors }: CommentFormProps) {
  const router = useRouter();
  const act = useProtectedForm(commentOnPromotionAction, {
    draft: `comment:${project}:${number}`,
    onSuccess: () => {
      act.formProps.ref.current?.reset();
      router.refresh();
    },
  });
  return (
    <form
      {...act.formProps}
      className="flex flex-col gap-2.5"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const anchor = String(form.get("anchor"));
        act.run(project, { number, body: String(form.get("body")), anchor: anchor === "" ? null : anchor });
      }}
    >
      <TextareaField
        name="body"
        label="Comment"
        hideLabel
        rows={3}
        placeholder="Write a comment"
        error={act.fieldErrors.body}
      />
      <FormFailure failure={act.failure} />
      <div className="flex flex-wrap items-center gap-2">
        <Select
          name="anchor"
          aria-label="About"
          className="w-auto!"
          options={[
            { value: "", label: "about all of it" },
            ...anchors.map((a) => ({ value: a.value, label: `about ${a.label}` })),
          ]}
        />
        <SubmitButton pending={act.pending} variant="default">
          Comment
        </SubmitButton>
      </div>
      <SessionEndedDialog session={act.session} onResend={act.resend} />
    </form>
  );
}
