"use client";

import { Callout } from "@/components/ui/callout";
import { SelectField } from "@/components/ui/select";
import type { RiskTier } from "@/db/enums";
import type { FieldErrors } from "@/lib/errors";

export type RequestFormOptions = {
  models: {
    id: string;
    name: string;
    riskTier: RiskTier;
    ownerUserId: string | null;
    versions: { id: string; version: number; run: string }[];
    targets: { id: string; name: string; environment: string; liveVersionId: string | null; live: number | null }[];
  }[];
  open: { number: number; versionId: string; environment: string }[];
  people: { userId: string; name: string }[];
  comparisons: { id: string; name: string; runs: number }[];
};
export type RequestChoice = { modelId: string; versionId: string; targetId: string };

type SubjectProps = {
  options: RequestFormOptions;
  choice: RequestChoice;
  onChange: (choice: RequestChoice) => void;
  errors: FieldErrors;
};

/** Which version of which model goes to which target; says at once when that is asked already or serves already. */
export function RequestSubject({ options, choice, onChange, errors }: SubjectProps) {
  const model = options.models.find((m) => m.id === choice.modelId);
  const target = model?.targets.find((t) => t.id === choice.targetId);
  const asked = options.open.find((p) => p.versionId === choice.versionId && p.environment === target?.environment);
  const chooseModel = (modelId: string) => {
    const next = options.models.find((m) => m.id === modelId);
    onChange({
      modelId,
      versionId: next?.versions[0]?.id ?? "",
      targetId: next?.targets.length === 1 ? (next.targets[0]?.id ?? "") : "",
    });
  };
  return (
    <>
      <div className="grid gap-x-4 gap-y-3 md:grid-cols-3">
        <SelectField
          label="Model"
          placeholder="Choose a model"
          options={options.models.map((m) => ({ value: m.id, label: `${m.name} (${m.riskTier} tier)` }))}
          value={choice.modelId}
          onChange={(event) => chooseModel(event.target.value)}
          error={errors.modelId}
        />
        <SelectField
          label="Version"
          placeholder="Choose a version"
          options={(model?.versions ?? []).map((v) => ({ value: v.id, label: `${v.version} · ${v.run}` }))}
          value={choice.versionId}
          onChange={(event) => onChange({ ...choice, versionId: event.target.value })}
          error={errors.versionId}
        />
        <SelectField
          label="To"
          placeholder="Choose where it goes"
          options={(model?.targets ?? []).map((t) => ({
            value: t.id,
            label: `${t.environment} · ${t.name}, ${t.live === null ? "serves nothing" : `serves ${t.live}`}`,
          }))}
          value={choice.targetId}
          onChange={(event) => onChange({ ...choice, targetId: event.target.value })}
          error={errors.targetId}
        />
      </div>
      {model && model.targets.length === 0 && (
        <Callout tone="warn">
          No target serves {model.name} yet. An operator creates one under Deployments; a promotion needs a place to go
          to.
        </Callout>
      )}
      {model && model.versions.length === 0 && (
        <Callout tone="warn">{model.name} has no version yet. Open a finished run and register it first.</Callout>
      )}
      {target?.liveVersionId && target.liveVersionId === choice.versionId && (
        <Callout tone="warn">
          This version already serves all traffic of {target.name}. Choose another version, or roll back instead.
        </Callout>
      )}
      {asked && (
        <Callout tone="warn">
          P-{asked.number} already asks for this version in {target?.environment}. A second request will be refused.
        </Callout>
      )}
    </>
  );
}
