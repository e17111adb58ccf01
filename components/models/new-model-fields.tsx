import { TextField } from "@/components/ui/input";
import { SelectField } from "@/components/ui/select";
import { type RiskTier, riskTiers } from "@/db/enums";
import type { FieldErrors } from "@/lib/errors";
import { type CreateModelInput, maxModelName } from "@/lib/models/schemas";
import { ModelFields, type Owner, readModelFields } from "./model-fields";

const tierLabels: Record<RiskTier, string> = {
  low: "Low: no effect on people",
  medium: "Medium: people can correct it in time",
  high: "High: decides on people's rights, money or health",
};

export const tierOptions = riskTiers.map((tier) => ({ value: tier, label: tierLabels[tier] }));

type NewModelFieldsProps = {
  owners: readonly Owner[];
  /** Tiers that the person may choose. */
  tiers: readonly RiskTier[];
  actorId: string;
  errors: FieldErrors;
};

/** The fields of a model that does not exist yet. */
export function NewModelFields({ owners, tiers, actorId, errors }: NewModelFieldsProps) {
  const owner = owners.some(({ userId }) => userId === actorId) ? actorId : null;
  return (
    <>
      <TextField
        name="name"
        label="Name"
        hint="Unique in the project, as in income-eligibility. It cannot be changed later."
        maxLength={maxModelName}
        error={errors.name}
        autoComplete="off"
      />
      <SelectField
        name="riskTier"
        label="Risk tier"
        hint={`Sets which policy applies and how many people must approve. Later only a risk officer can change it${tiers.includes("low") ? "." : ", also to low."}`}
        options={tierOptions.filter(({ value }) => tiers.includes(value))}
        placeholder="Choose a tier"
        required
        error={errors.riskTier}
      />
      <ModelFields owners={owners} initial={{ useCase: "", description: "", ownerUserId: owner }} errors={errors} />
    </>
  );
}

/** Reads what NewModelFields rendered; the server checks it. */
export const readNewModel = (form: FormData): CreateModelInput => ({
  name: String(form.get("name") ?? ""),
  riskTier: String(form.get("riskTier") ?? "") as RiskTier,
  ...readModelFields(form),
});
