"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import { Button } from "@/components/ui/button";
import { FormFailure } from "@/components/ui/form-failure";
import { SubmitButton } from "@/components/ui/submit-button";
import type { CardBody } from "@/db/schema/cards";
import { plural } from "@/lib/format";
import { editCardAction } from "@/lib/models/actions";
import { changedSections } from "@/lib/models/card";
import type { FigureView } from "@/lib/models/card-figures";
import { readCardForm, tooLongSections } from "@/lib/models/card-form";
import { cardParts, cardSections } from "@/lib/models/card-sections";
import { EditorSection } from "./card-editor-section";
import { FigurePicker, type Offer } from "./card-figure-picker";
import { MitigationFields } from "./card-mitigation-fields";

type CardEditorProps = {
  project: string;
  versionId: string;
  revision: number;
  body: CardBody;
  figures: readonly FigureView[];
  offers: readonly Offer[];
  now: string;
  done: string;
};

/** Writes the card in Markdown, section by section, with a preview beside it; saving makes a new revision. Ctrl or Cmd + S saves. */
export function CardEditor({ project, versionId, revision, body, figures, offers, now, done }: CardEditorProps) {
  const router = useRouter();
  const [restored, setRestored] = useState(false);
  const [changed, setChanged] = useState(0);
  const [confirmed, setConfirmed] = useState(0);
  const [tooLong, setTooLong] = useState<Record<string, string[]>>({});
  const [target, setTarget] = useState<HTMLTextAreaElement | null>(null);
  const leave = () => router.push(done, { scroll: false });
  const edit = useProtectedForm(editCardAction, {
    draft: `card:${versionId}:${revision}`,
    onSuccess: () => {
      leave();
      router.refresh();
    },
  });
  const { ref, onInput } = edit.formProps;
  const recount = () => {
    if (!ref.current) return;
    const input = readCardForm(new FormData(ref.current), body);
    setChanged(changedSections(body, { ...body, ...input.body }).length);
    setConfirmed(input.confirm.length);
  };
  // Runs after the kept draft is back in the fields, so that previews and the count start from it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, after the draft was restored
  useEffect(() => {
    setRestored(true);
    recount();
  }, []);
  const errors = { ...tooLong, ...edit.fieldErrors };
  return (
    <form
      ref={ref}
      onInput={() => {
        onInput();
        recount();
      }}
      onKeyDown={(event) => {
        if (!(event.ctrlKey || event.metaKey) || !["s", "Enter"].includes(event.key)) return;
        event.preventDefault();
        event.currentTarget.requestSubmit();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        const input = readCardForm(new FormData(event.currentTarget), body);
        const long = tooLongSections(input.body);
        setTooLong(long);
        if (Object.keys(long).length === 0) edit.run(project, { versionId, seenRevision: revision, ...input });
      }}
      className="flex min-w-0 flex-col gap-7"
    >
      {cardParts.map((part) => (
        <div key={part} className="flex flex-col gap-5">
          <h2 className="border-b border-line pb-1.5">{part}</h2>
          {cardSections
            .filter(([, , , of]) => of === part)
            .map(([key, title, hint]) => (
              <EditorSection
                key={key}
                name={key}
                title={title}
                hint={hint}
                initial={body[key]}
                isDrafted={body.drafted.includes(key)}
                error={errors[`body.${key}`]}
                restored={restored}
                onPick={setTarget}
                preview={{ project, figures, offers, now }}
              />
            ))}
          {part === "Considerations" && <MitigationFields initial={body.mitigations} errors={errors} />}
        </div>
      ))}
      <div className="sticky bottom-0 -mx-1 flex flex-col gap-3 border-t border-line bg-paper px-1 py-3">
        <FormFailure failure={edit.failure} />
        <div className="flex flex-wrap items-center gap-2">
          <SubmitButton pending={edit.pending}>Save revision {revision + 1}</SubmitButton>
          <Button
            onClick={() => {
              edit.discard();
              leave();
            }}
          >
            Cancel
          </Button>
          <span role="status" className="text-xs text-ink-3">
            {changed + confirmed === 0
              ? "Nothing changed yet. Ctrl or Cmd + S saves."
              : `${plural(changed, "section")} changed${confirmed > 0 ? `, ${confirmed} confirmed` : ""}. Approvals given on the old text become stale.`}
          </span>
        </div>
      </div>
      <FigurePicker offers={offers} target={target} onClose={() => setTarget(null)} />
      <SessionEndedDialog session={edit.session} onResend={edit.resend} />
    </form>
  );
}
