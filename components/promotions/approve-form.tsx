"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { ReauthenticateDialog } from "@/components/auth/reauthenticate-dialog";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { asksForProof, useProtectedForm } from "@/components/auth/use-protected-form";
import { Button } from "@/components/ui/button";
import { CheckboxField } from "@/components/ui/checkbox";
import { ReasonList } from "@/components/ui/disabled-button";
import { FormFailure } from "@/components/ui/form-failure";
import { SelectField } from "@/components/ui/select";
import { TextareaField } from "@/components/ui/textarea";
import type { AuthMethod } from "@/db/enums";
import { approvePromotionAction } from "@/lib/promotions/actions";
import { ChangesFound } from "./changes-found";
import { signWithPasskey } from "./sign-with-passkey";

/** In whose name it is signed, in the words of the signature record, or why it cannot be. */
export type SigningSeat = { delegationId: string | null; label: string; statement: string; refusal: string | null };

type ApproveFormProps = {
  project: string;
  number: number;
  subjectDigest: string;
  /** The account of the person whose statement it is. */
  signer: string;
  label: string;
  /** Oneself first, then the colleagues by whose delegation one may decide. */
  seats: readonly SigningSeat[];
  checklist: readonly string[];
  authMethod: AuthMethod;
  /** Whether the person may, has to, or cannot sign with a passkey; who has to, has one. */
  passkey: "none" | "offered" | "required";
  /** The rule asks for a fresher sign-in than the session has. */
  needsFreshSignIn: boolean;
};

/** The signature: a checklist without defaults, a comment, and the approval of exactly the digest that is shown. */
export function ApproveForm(props: ApproveFormProps) {
  const { project, number, subjectDigest, label, seats, checklist, authMethod } = props;
  const router = useRouter();
  const [checked, setChecked] = useState<ReadonlySet<string>>(new Set());
  const [comment, setComment] = useState("");
  const [chosen, setChosen] = useState(0);
  const seat = seats[chosen] ?? seats[0];
  const [confirming, setConfirming] = useState(false);
  const act = useProtectedForm(approvePromotionAction, {
    onSuccess: ({ state, approvals, required }) => {
      toast.success(state === "approved" ? `P-${number} is approved.` : `Approved: ${approvals} of ${required}.`);
      router.refresh();
    },
  });
  const [withPasskey, setWithPasskey] = useState(props.passkey === "required");
  const [deviceProblem, setDeviceProblem] = useState<string | null>(null);
  const [signing, setSigning] = useState(false);
  const send = async () => {
    setDeviceProblem(null);
    setSigning(true);
    const passkey = withPasskey ? await signWithPasskey(project, number, subjectDigest) : null;
    setSigning(false);
    if (typeof passkey === "string") return setDeviceProblem(passkey);
    const delegationId = seat?.delegationId ?? null;
    act.run(project, { number, subjectDigest, signer: props.signer, comment, delegationId, passkey });
  };
  const open = checklist.filter((item) => !checked.has(item));
  const toggle = (item: string) => {
    const next = new Set(checked);
    if (!next.delete(item)) next.add(item);
    setChecked(next);
  };
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (open.length > 0 || seat?.refusal || signing) return;
        if (props.needsFreshSignIn) setConfirming(true);
        else send();
      }}
    >
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1 text-xs text-ink-3">Before you sign</legend>
        {checklist.map((item) => (
          <CheckboxField
            key={item}
            label={item}
            checked={checked.has(item)}
            onChange={() => toggle(item)}
            className="text-s"
          />
        ))}
      </fieldset>
      <TextareaField
        label="Comment"
        optional
        rows={2}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
        error={act.fieldErrors.comment}
      />
      {seats.length > 1 && (
        <SelectField
          label="Sign"
          value={String(chosen)}
          onChange={(event) => setChosen(Number(event.target.value))}
          options={seats.map((one, index) => ({ value: String(index), label: one.label }))}
          hint="By a delegation you use your colleague's say; they can then no longer decide here."
        />
      )}
      <p className="text-xs text-ink-2">{seat?.statement}</p>
      {props.passkey === "offered" && (
        <CheckboxField
          label="Sign with a passkey"
          checked={withPasskey}
          onChange={() => setWithPasskey(!withPasskey)}
          className="text-s"
        />
      )}
      {props.passkey === "required" && (
        <p className="text-xs text-ink-2">The policy asks for a passkey: your device signs when you approve.</p>
      )}
      {deviceProblem !== null && (
        <p role="alert" className="text-s text-fail">
          {deviceProblem}
        </p>
      )}
      <FormFailure failure={asksForProof(act.failure) ? null : act.failure}>
        <ChangesFound failure={act.failure} />
      </FormFailure>
      <Button
        type="submit"
        variant="primary"
        pending={act.pending || signing}
        aria-disabled={open.length > 0 || Boolean(seat?.refusal) || undefined}
        aria-describedby="approve-missing"
      >
        {label}
      </Button>
      <div id="approve-missing">
        {seat?.refusal && <ReasonList reasons={[seat.refusal]} />}
        {open.length > 0 && (
          <ReasonList
            reasons={[`Check ${open.length === 1 ? "the last point" : `${open.length} more points`} above first.`]}
          />
        )}
        {props.needsFreshSignIn && (
          <ReasonList reasons={["You will be asked to confirm who you are: this tier needs a fresh sign-in."]} />
        )}
      </div>
      <ReauthenticateDialog
        project={project}
        method={authMethod}
        open={confirming}
        onClose={() => setConfirming(false)}
        onConfirmed={() => {
          setConfirming(false);
          send();
        }}
      />
      <SessionEndedDialog session={act.session} onResend={act.resend} />
    </form>
  );
}
