import type { ReactNode } from "react";
import { CheckboxField } from "@/components/ui/checkbox";
import { TextField } from "@/components/ui/input";
import { SelectField } from "@/components/ui/select";
import { TextareaField } from "@/components/ui/textarea";
import {
  type AssessmentBody,
  complexities,
  dataSensitivities,
  decisionRoles,
  legalClasses,
  legalWords,
  triggerKinds,
  triggerWords,
} from "@/lib/governance/risk/assessment";

export type SectionProps = {
  body: AssessmentBody;
  people: readonly { userId: string; name: string }[];
  errors: Readonly<Record<string, string[]>>;
};

/** A titled group of fields. */
export function FormSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-3.5">
      <legend className="mb-3 text-l font-semibold">{title}</legend>
      {children}
    </fieldset>
  );
}

const words = (code: string) => code.replaceAll("_", " ").replace(/^./, (letter) => letter.toUpperCase());
const optionsOf = (values: readonly string[]) => values.map((value) => ({ value, label: words(value) }));

type ProseProps = SectionProps & {
  name:
    | "intendedPurpose"
    | "users"
    | "affectedGroups"
    | "legalReason"
    | "controls"
    | "monitoring"
    | "stopPlan"
    | "humanOversight";
  label: string;
  hint?: string;
};

function Prose({ name, label, hint, body, errors }: ProseProps) {
  return (
    <TextareaField
      name={name}
      label={label}
      hint={hint}
      rows={3}
      required={false}
      defaultValue={body[name]}
      error={errors[name]}
    />
  );
}

export function UseFields(props: SectionProps) {
  const { body, errors } = props;
  return (
    <FormSection title="Use">
      <Prose {...props} name="intendedPurpose" label="Intended purpose" hint="What it is for, in which decision." />
      <Prose {...props} name="users" label="Users" hint="Who sees its output and acts on it." />
      <Prose
        {...props}
        name="affectedGroups"
        label="Affected groups"
        hint="Who is treated differently because of it, how many, and who among them is most exposed to an error."
      />
      <SelectField
        name="decisionRole"
        label="Decision role"
        placeholder="Advice or automatic"
        required={false}
        options={decisionRoles.map((value) => ({
          value,
          label: value === "advice" ? "Advice: a person decides" : "Automatic: its output is carried out",
        }))}
        defaultValue={body.decisionRole ?? ""}
        error={errors.decisionRole}
      />
    </FormSection>
  );
}

export function LawFields(props: SectionProps) {
  const { body, errors } = props;
  return (
    <FormSection title="Law and data">
      <div className="grid gap-3.5 sm:grid-cols-2">
        <SelectField
          name="complexity"
          label="Complexity"
          placeholder="Choose"
          required={false}
          options={optionsOf(complexities)}
          defaultValue={body.complexity ?? ""}
          error={errors.complexity}
        />
        <SelectField
          name="dataSensitivity"
          label="Data sensitivity"
          placeholder="Choose"
          required={false}
          options={optionsOf(dataSensitivities)}
          defaultValue={body.dataSensitivity ?? ""}
          error={errors.dataSensitivity}
        />
      </div>
      <SelectField
        name="legalClass"
        label="Class under the EU AI Act"
        hint="Your own reading; Countersign does not judge it."
        options={legalClasses.map((value) => ({ value, label: legalWords[value] }))}
        defaultValue={body.legalClass}
        error={errors.legalClass}
      />
      <Prose {...props} name="legalReason" label="Reason for the class" />
    </FormSection>
  );
}

const scale = ["1 very low", "2 low", "3 middling", "4 high", "5 very high"].map((label, index) => ({
  value: String(index + 1),
  label,
}));

function Scores({ kind, title, body, errors }: SectionProps & { kind: "inherent" | "residual"; title: string }) {
  const scores = body[kind];
  return (
    <div className="grid gap-3.5 sm:grid-cols-2">
      <SelectField
        name={`${kind}Likelihood`}
        label={`${title}: likelihood of harm`}
        placeholder="1 to 5"
        required={false}
        options={scale}
        defaultValue={scores.likelihood === null ? "" : String(scores.likelihood)}
        error={errors[`${kind}.likelihood`] ?? errors[kind]}
      />
      <SelectField
        name={`${kind}Impact`}
        label={`${title}: impact of harm`}
        placeholder="1 to 5"
        required={false}
        options={scale}
        defaultValue={scores.impact === null ? "" : String(scores.impact)}
        error={errors[`${kind}.impact`]}
      />
    </div>
  );
}

export function ScoreFields(props: SectionProps) {
  return (
    <FormSection title="Scores and controls">
      <Scores {...props} kind="inherent" title="Before controls" />
      <Prose {...props} name="controls" label="Controls" hint="What makes harm less likely or less severe." />
      <Scores {...props} kind="residual" title="After controls" />
    </FormSection>
  );
}

export function OversightFields(props: SectionProps) {
  return (
    <FormSection title="Oversight">
      <Prose
        {...props}
        name="monitoring"
        label="Monitoring and thresholds"
        hint="What is watched, and when it alarms."
      />
      <Prose {...props} name="stopPlan" label="Plan to stop or roll back" hint="Who does what, and how fast." />
      <Prose
        {...props}
        name="humanOversight"
        label="Human oversight"
        hint="Who can understand, overrule and stop it, and how."
      />
    </FormSection>
  );
}

export function ReviewFields({ body, people, errors }: SectionProps) {
  const options = people.map(({ userId, name }) => ({ value: userId, label: name }));
  return (
    <FormSection title="Review">
      <div className="grid gap-3.5 sm:grid-cols-2">
        <SelectField
          name="ownerUserId"
          label="Risk owner"
          placeholder="Who answers for the risk"
          required={false}
          options={options}
          defaultValue={body.ownerUserId ?? ""}
          error={errors.ownerUserId}
        />
        <SelectField
          name="validatorUserId"
          label="Independent validator"
          hint="Neither the owner nor an author."
          placeholder="Who validates it"
          required={false}
          options={options}
          defaultValue={body.validatorUserId ?? ""}
          error={errors.validatorUserId}
        />
        <TextField
          name="reviewDue"
          type="date"
          label="Next review"
          required={false}
          defaultValue={body.reviewDue ?? ""}
          error={errors.reviewDue}
        />
      </div>
      <fieldset>
        <legend className="mb-1.5 text-s font-medium">Reviewed before that on</legend>
        <div className="flex flex-col gap-1.5">
          {triggerKinds.map((kind) => (
            <CheckboxField
              key={kind}
              name={`trigger.${kind}`}
              label={triggerWords[kind]}
              defaultChecked={body.reviewTriggers.includes(kind)}
            />
          ))}
        </div>
      </fieldset>
    </FormSection>
  );
}
