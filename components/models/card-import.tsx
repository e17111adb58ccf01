"use client";

import { useRouter } from "next/navigation";
import { useDeferredValue, useEffect, useRef, useState } from "react";
import { toast } from "sonner";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import { Field } from "@/components/ui/field";
import { FormFailure } from "@/components/ui/form-failure";
import { LinkButton } from "@/components/ui/link-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextareaField } from "@/components/ui/textarea";
import { importCardAction } from "@/lib/models/actions";
import type { CardSection } from "@/lib/models/card-sections";
import { maxImportLength } from "@/lib/models/schemas";
import { ImportPreview } from "./card-import-preview";

type CardImportProps = {
  project: string;
  versionId: string;
  revision: number;
  /** Sections that are written now and would be replaced. */
  written: readonly CardSection[];
  done: string;
};

/** Takes a README.md, shows what maps where, and saves it as a new revision. */
export function CardImport({ project, versionId, revision, written, done }: CardImportProps) {
  const router = useRouter();
  const area = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | undefined>();
  const shown = useDeferredValue(text);
  const save = useProtectedForm(importCardAction, {
    draft: `card-import:${versionId}`,
    onSuccess: ({ revision: saved, sections, claims }) => {
      toast.success(`Imported into revision ${saved}: ${sections.length} parts, ${claims} claimed metrics.`);
      router.push(done);
      router.refresh();
    },
  });
  // Runs after a kept text is back in the field.
  useEffect(() => setText(area.current?.value ?? ""), []);
  const read = async (file: File | undefined) => {
    if (!file || !area.current) return;
    if (file.size > maxImportLength * 4) return setProblem(`${file.name} is larger than a card can be.`);
    setProblem(undefined);
    area.current.value = await file.text();
    area.current.dispatchEvent(new Event("input", { bubbles: true }));
  };
  return (
    <form
      {...save.formProps}
      onSubmit={(event) => {
        event.preventDefault();
        save.run(project, { versionId, seenRevision: revision, markdown: text });
      }}
      className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 xl:grid-cols-2"
    >
      <div
        className="flex min-w-0 flex-col gap-4"
        ref={(element) => {
          area.current = element?.querySelector("textarea") ?? null;
        }}
      >
        <Field label="Upload README.md" optional error={problem}>
          {(control) => (
            <input
              {...control}
              type="file"
              accept=".md,.markdown,text/markdown,text/plain"
              onChange={(event) => read(event.target.files?.[0])}
              className="text-s"
            />
          )}
        </Field>
        <TextareaField
          name="markdown"
          label="Or paste it"
          rows={18}
          spellCheck={false}
          onInput={(event) => setText(event.currentTarget.value)}
          error={save.fieldErrors.markdown}
        />
        <FormFailure failure={save.failure} />
        <div className="flex flex-wrap items-center gap-2">
          <SubmitButton pending={save.pending}>Save as revision {revision + 1}</SubmitButton>
          <LinkButton href={done}>Cancel</LinkButton>
        </div>
      </div>
      <ImportPreview text={shown} written={written} />
      <SessionEndedDialog session={save.session} onResend={save.resend} />
    </form>
  );
}
