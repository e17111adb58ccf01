"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import { Field } from "@/components/ui/field";
import { FormFailure } from "@/components/ui/form-failure";
import { TextField } from "@/components/ui/input";
import { Panel } from "@/components/ui/panel";
import { SelectField } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { Textarea } from "@/components/ui/textarea";
import { formatCount } from "@/lib/format";
import { startPolicyDraftAction } from "@/lib/governance/actions";
import { maxSourceLength } from "@/lib/governance/editor/policy-yaml";
import { paths } from "@/lib/paths";

/** Starts the draft of a new policy from a shipped preset, or from a YAML file or text. */
export function NewPolicyForm({ project }: { project: string }) {
  const router = useRouter();
  const [source, setSource] = useState("");
  const [tooLarge, setTooLarge] = useState<string | null>(null);
  const options = { onSuccess: ({ number }: { number: number }) => router.push(paths.policyDraft(project, number)) };
  const preset = useProtectedForm(startPolicyDraftAction, { draft: `new-policy:${project}`, ...options });
  const text = useProtectedForm(startPolicyDraftAction, options);
  const take = async (file: File | undefined) => {
    if (!file) return;
    // Four bytes are the most that one character takes.
    if (file.size > maxSourceLength * 4) {
      setTooLarge(
        `${file.name} has ${formatCount(Math.ceil(file.size / 1024))} kB; a policy may have ${formatCount(maxSourceLength)} characters. Nothing was read.`,
      );
      return;
    }
    setTooLarge(null);
    setSource(await file.text());
  };
  return (
    <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-2">
      <Panel padded>
        <h2 className="mb-3">From a preset</h2>
        <form
          {...preset.formProps}
          className="flex flex-col gap-3.5"
          onSubmit={(event) => {
            event.preventDefault();
            const data = new FormData(event.currentTarget);
            const tier = String(data.get("tier")) as "low" | "medium" | "high";
            preset.run(project, { from: "preset", tier, name: String(data.get("name")) });
          }}
        >
          <TextField
            name="name"
            label="Name"
            hint="How people call it; it stays the same over all versions."
            error={preset.fieldErrors.name}
          />
          <SelectField
            name="tier"
            label="Preset"
            required
            placeholder="Choose"
            options={[
              { value: "low", label: "Low risk: one approval, 6 gates" },
              { value: "medium", label: "Medium risk: two approvals, slices and fairness" },
              { value: "high", label: "High risk: two groups, fresh sign-in, cooling off" },
            ]}
            error={preset.fieldErrors.tier}
          />
          <FormFailure failure={preset.unplaced} />
          <div>
            <SubmitButton pending={preset.pending}>Start draft</SubmitButton>
          </div>
          <SessionEndedDialog session={preset.session} onResend={preset.resend} />
        </form>
      </Panel>
      <Panel padded>
        <h2 className="mb-3">From YAML</h2>
        <form
          className="flex flex-col gap-3.5"
          onSubmit={(event) => {
            event.preventDefault();
            text.run(project, { from: "source", source });
          }}
        >
          <Field
            label="File"
            hint="A policy downloaded here or from another project. Named like a policy of this project, it becomes a draft of that one."
            error={tooLarge ?? undefined}
          >
            {(control) => (
              <input
                {...control}
                type="file"
                accept=".yaml,.yml,.json,application/yaml"
                className="block w-full text-s"
                onChange={(event) => take(event.target.files?.[0])}
              />
            )}
          </Field>
          <Field label="Text" error={text.fieldErrors.source}>
            {(control) => (
              <Textarea
                {...control}
                rows={12}
                className="font-mono"
                value={source}
                onChange={(event) => setSource(event.target.value)}
              />
            )}
          </Field>
          <FormFailure failure={text.unplaced} />
          <div>
            <SubmitButton pending={text.pending}>Start draft from this text</SubmitButton>
          </div>
          <SessionEndedDialog session={text.session} onResend={text.resend} />
        </form>
      </Panel>
    </div>
  );
}
