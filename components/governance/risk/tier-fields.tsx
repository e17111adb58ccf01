"use client";

import { SelectField } from "@/components/ui/select";
import { TextareaField } from "@/components/ui/textarea";
import { riskTiers } from "@/db/enums";
import {
  computeTier,
  type Exposure,
  exposures,
  exposureWords,
  type Purpose,
  purposes,
  purposeWords,
} from "@/lib/governance/risk/tier-rule";
import { FormSection, type SectionProps } from "./form-sections";
import { TierMatrix } from "./tier-matrix";

type Chosen = { exposure: Exposure | null; purpose: Purpose | null };
type TierFieldsProps = SectionProps & {
  chosen: Chosen;
  onChoose: (change: Partial<Chosen>) => void;
  mayOverride: boolean;
};

/** Exposure and purpose with the rule beside them, and the override that a risk officer may set with a reason. */
export function TierFields({ body, errors, chosen, onChoose, mayOverride }: TierFieldsProps) {
  const { exposure, purpose } = chosen;
  const computed = exposure && purpose ? computeTier(exposure, purpose) : null;
  return (
    <FormSection title="Tier">
      <div className="grid gap-x-6 gap-y-3.5 sm:grid-cols-2">
        <div className="flex flex-col gap-3.5">
          <SelectField
            name="exposure"
            label="Exposure"
            hint={exposure ? exposureWords[exposure].hint : "How much stands behind an error."}
            placeholder="Choose"
            required={false}
            options={exposures.map((value) => ({ value, label: exposureWords[value].label }))}
            defaultValue={body.exposure ?? ""}
            onChange={(event) => onChoose({ exposure: (event.currentTarget.value || null) as Exposure | null })}
            error={errors.exposure}
          />
          <SelectField
            name="purpose"
            label="Purpose"
            hint={purpose ? purposeWords[purpose].hint : "What the answer is used for."}
            placeholder="Choose"
            required={false}
            options={purposes.map((value) => ({ value, label: purposeWords[value].label }))}
            defaultValue={body.purpose ?? ""}
            onChange={(event) => onChoose({ purpose: (event.currentTarget.value || null) as Purpose | null })}
            error={errors.purpose}
          />
        </div>
        <div>
          <TierMatrix exposure={exposure} purpose={purpose} />
          <p className="mt-2 text-s" role="status">
            {computed ? (
              <>
                The rule gives <b className="font-medium">{computed} tier</b>.
              </>
            ) : (
              <span className="text-ink-2">Choose both to see the tier.</span>
            )}
          </p>
        </div>
      </div>
      {mayOverride || body.tierOverride ? (
        <>
          <SelectField
            name="tierOverride"
            label="Another tier than the rule gives"
            hint="A risk officer may set one, with a reason; somebody else signs it."
            required={false}
            options={[
              { value: "", label: "None: the rule holds" },
              ...riskTiers.map((value) => ({ value, label: `${value} tier` })),
            ]}
            defaultValue={body.tierOverride?.tier ?? ""}
            error={errors.tierOverride ?? errors["tierOverride.tier"]}
          />
          <TextareaField
            name="tierReason"
            label="Reason for another tier"
            rows={2}
            optional
            defaultValue={body.tierOverride?.reason ?? ""}
            error={errors["tierOverride.reason"]}
          />
        </>
      ) : (
        <p className="text-s text-ink-2">
          Another tier than the rule gives is for a risk officer to set, with a reason.
        </p>
      )}
    </FormSection>
  );
}
