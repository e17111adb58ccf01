"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { FormFailure } from "@/components/ui/form-failure";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextareaField } from "@/components/ui/textarea";
import { useAction } from "@/components/ui/use-action";
import type { CardBody } from "@/db/schema/models";
import { editCardAction } from "@/lib/models/actions";
import { changedSections } from "@/lib/models/card";
import { cardSections } from "@/lib/models/schemas";
import { MarkdownText } from "./markdown-text";

type CardEditorProps = { project: string; versionId: string; revision: number; body: CardBody; done: string };

/** Writes the card in Markdown, section by section, with a preview beside it; saving makes a new revision. */
export function CardEditor({ project, versionId, revision, body, done }: CardEditorProps) {
  const router = useRouter();
  const [draft, setDraft] = useState(body);
  const edit = useAction(editCardAction, {
    onSuccess: () => {
      router.replace(done, { scroll: false });
      router.refresh();
    },
  });
  const changed = changedSections(body, draft);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        edit.run(project, { versionId, seenRevision: revision, body: draft });
      }}
      className="flex flex-col gap-4"
    >
      {cardSections.map(([key, title, hint]) => (
        <div key={key} className="grid gap-x-5 gap-y-2 xl:grid-cols-2">
          <TextareaField
            label={title}
            hint={hint}
            optional
            rows={4}
            value={draft[key]}
            onChange={(event) => setDraft({ ...draft, [key]: event.target.value })}
            error={edit.fieldErrors[`body.${key}`]}
          />
          <section
            aria-label={`Preview of ${title}`}
            className="rounded-m border border-line bg-sunken px-3 py-2 xl:mt-10.5"
          >
            {draft[key].trim() ? (
              <MarkdownText text={draft[key]} />
            ) : (
              <p className="text-s text-ink-3">Nothing written yet</p>
            )}
          </section>
        </div>
      ))}
      <FormFailure failure={edit.failure} />
      <div className="flex flex-wrap items-center gap-2">
        <SubmitButton pending={edit.pending} disabled={changed.length === 0}>
          Save revision {revision + 1}
        </SubmitButton>
        <Button onClick={() => router.replace(done, { scroll: false })}>Cancel</Button>
        <span role="status" className="text-xs text-ink-3">
          {changed.length === 0
            ? "Nothing changed yet."
            : `${changed.length} of ${cardSections.length} sections changed. Approvals given on the old text become stale.`}
        </span>
      </div>
    </form>
  );
}
