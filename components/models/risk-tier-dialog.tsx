"use client";

import { useRouter } from "next/navigation";
import { CloseButton, Dialog } from "@/components/ui/dialog";
import { FormFailure } from "@/components/ui/form-failure";
import { ModalBody, ModalFooter, useCloseDialog } from "@/components/ui/modal";
import { SelectField } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextareaField } from "@/components/ui/textarea";
import { useAction } from "@/components/ui/use-action";
import type { RiskTier } from "@/db/enums";
import { setRiskTierAction } from "@/lib/models/actions";
import { tierOptions } from "./new-model-fields";

type RiskTierDialogProps = {
  project: string;
  model: { id: string; name: string; riskTier: RiskTier; riskRevision: number };
  /** Open promotions whose approvals a new risk revision makes stale. */
  openPromotions: number;
};

/** Sets the risk tier with a reason, after naming what that voids. */
export function RiskTierDialog(props: RiskTierDialogProps) {
  const { openPromotions, model } = props;
  const consequence =
    openPromotions === 0
      ? "No promotion is open, so no approval is affected."
      : `Approvals already given on ${openPromotions === 1 ? "the open promotion" : `${openPromotions} open promotions`} become stale.`;
  return (
    <Dialog label="Set risk tier" title={`Risk tier of ${model.name}`} description={consequence}>
      <RiskTierForm {...props} />
    </Dialog>
  );
}

function RiskTierForm({ project, model }: RiskTierDialogProps) {
  const router = useRouter();
  const close = useCloseDialog();
  const set = useAction(setRiskTierAction, {
    onSuccess: () => {
      close();
      router.refresh();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const tier = String(form.get("tier")) as RiskTier;
        set.run(project, {
          modelId: model.id,
          seenRevision: model.riskRevision,
          tier,
          reason: String(form.get("reason")),
        });
      }}
    >
      <ModalBody>
        <SelectField
          name="tier"
          label="Tier"
          options={tierOptions}
          defaultValue={model.riskTier}
          error={set.fieldErrors.tier}
        />
        <TextareaField
          name="reason"
          label="Reason"
          hint="Kept in the risk history and in the audit log."
          error={set.fieldErrors.reason}
        />
        <FormFailure failure={set.failure} />
      </ModalBody>
      <ModalFooter>
        <CloseButton />
        <SubmitButton pending={set.pending}>Set risk tier</SubmitButton>
      </ModalFooter>
    </form>
  );
}
