"use client";

import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import { FormFailure } from "@/components/ui/form-failure";
import { TextField } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { type RiskTier, riskTiers } from "@/db/enums";
import { setResponseTimesAction } from "@/lib/notifications/actions";

const labels: Record<RiskTier, string> = { low: "Low risk", medium: "Medium risk", high: "High risk" };

/** Hours to the first decision, by tier. */
export function ResponseTimesForm({ project, hours }: { project: string; hours: Record<RiskTier, number> }) {
  const router = useRouter();
  const form = useProtectedForm(setResponseTimesAction, {
    onSuccess: ({ changed }) => {
      toast.success(changed > 0 ? "Saved; clocks that run follow" : "Nothing was different");
      router.refresh();
    },
  });
  return (
    <form
      {...form.formProps}
      className="flex flex-col gap-3.5"
      onSubmit={(event) => {
        event.preventDefault();
        const data = new FormData(event.currentTarget);
        const read = (tier: RiskTier) => Number(data.get(tier));
        form.run(project, { low: read("low"), medium: read("medium"), high: read("high") });
      }}
    >
      <div className="grid max-w-lg grid-cols-3 gap-3.5">
        {riskTiers.map((tier) => (
          <TextField
            key={tier}
            label={`${labels[tier]}, hours`}
            name={tier}
            type="number"
            min={1}
            max={2160}
            defaultValue={hours[tier]}
            error={form.fieldErrors[tier]}
          />
        ))}
      </div>
      <FormFailure failure={form.unplaced} />
      <SubmitButton pending={form.pending} className="self-start">
        Save response times
      </SubmitButton>
      <SessionEndedDialog session={form.session} onResend={form.resend} />
    </form>
  );
}
