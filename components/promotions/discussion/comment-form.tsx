"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import { Button } from "@/components/ui/button";
import { FormFailure } from "@/components/ui/form-failure";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/action";
import { commentOnPromotionAction, editCommentAction } from "@/lib/promotions/actions";
import type { AnchorOption } from "@/lib/promotions/discussion/anchor";
import type { Mentionable } from "@/lib/promotions/discussion/mentions";
import { MentionArea } from "./mention-area";

type Common = { project: string; number: number; people: readonly Mentionable[] };
type Written = { body: string; mentions: string[] };
type CommentFormProps<Input> = {
  project: string;
  people: readonly Mentionable[];
  action: (project: string, input: Input) => Promise<ActionResult<unknown>>;
  /** What is sent, made of what was written and of the form's other fields. */
  input: (written: Written, form: FormData) => Input;
  label: string;
  submit: string;
  /** Keeps what is typed over a reload, under this name. */
  draft?: string;
  text?: string;
  placeholder?: string;
  rows?: number;
  size?: "s";
  onDone?: () => void;
  /** Offers to leave it. */
  onCancel?: () => void;
  /** Before the button. */
  children?: ReactNode;
};

/** Writes a comment in which people are named; what is typed survives every failure, and a reload when it has a draft. */
function CommentForm<Input>(props: CommentFormProps<Input>) {
  const { project, people, action, input, label, submit, draft, text, placeholder, rows, size, onDone, onCancel } =
    props;
  const router = useRouter();
  const [chosen, setChosen] = useState<string[]>([]);
  const act = useProtectedForm(action, {
    draft,
    onSuccess: () => {
      act.formProps.ref.current?.reset();
      setChosen([]);
      onDone?.();
      router.refresh();
    },
  });
  return (
    <form
      {...act.formProps}
      className="flex w-full flex-col gap-2.5"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        act.run(project, input({ body: String(form.get("body")), mentions: chosen }, form));
      }}
    >
      <MentionArea
        name="body"
        label={label}
        people={people}
        onChoose={(userId) => setChosen((before) => [...before, userId])}
        rows={rows}
        placeholder={placeholder}
        defaultValue={text}
        error={act.fieldErrors.body}
      />
      <FormFailure failure={act.failure} />
      <div className="flex flex-wrap items-center gap-2">
        {props.children}
        <SubmitButton pending={act.pending} variant="default" size={size}>
          {submit}
        </SubmitButton>
        {onCancel && (
          <Button size={size} variant="ghost" onClick={onCancel}>
            Cancel
          </Button>
        )}
      </div>
      <SessionEndedDialog session={act.session} onResend={act.resend} />
    </form>
  );
}

type NewThreadProps = Common & { anchors: readonly AnchorOption[]; about: string };

/** Starts a thread about all of the promotion or one part of it. */
export function NewThreadForm({ project, number, people, anchors, about }: NewThreadProps) {
  return (
    <CommentForm
      project={project}
      people={people}
      action={commentOnPromotionAction}
      input={(written, form) => ({ number, ...written, anchor: String(form.get("anchor")) || null })}
      label="New thread"
      submit="Start thread"
      draft={`comment:${project}:${number}`}
      placeholder="Start a thread. Name people with @; *emphasis*, lists and links are drawn."
    >
      <Select
        key={about}
        name="anchor"
        aria-label="About"
        className="w-auto! max-w-full"
        defaultValue={about}
        options={[
          { value: "", label: "about all of it" },
          ...anchors.map((anchor) => ({ value: anchor.value, label: `about ${anchor.label}` })),
        ]}
      />
    </CommentForm>
  );
}

/** Answers in a thread; folded to a button until it is wanted. */
export function ReplyForm({ project, number, people, threadId }: Common & { threadId: string }) {
  const [isOpen, setOpen] = useState(false);
  if (!isOpen)
    return (
      <Button size="s" onClick={() => setOpen(true)}>
        Reply
      </Button>
    );
  return (
    <CommentForm
      project={project}
      people={people}
      action={commentOnPromotionAction}
      input={(written) => ({ number, threadId, ...written })}
      label="Reply"
      submit="Reply"
      draft={`reply:${threadId}`}
      placeholder="Reply"
      rows={2}
      size="s"
      onDone={() => setOpen(false)}
      onCancel={() => setOpen(false)}
    />
  );
}

type EditProps = Common & { commentId: string; seenRevision: number; text: string };

/** Puts one's own words right; the earlier text stays readable. */
export function EditForm({ project, number, people, commentId, seenRevision, text }: EditProps) {
  const [isOpen, setOpen] = useState(false);
  if (!isOpen)
    return (
      <button type="button" className="cursor-pointer text-xs text-accent-ink" onClick={() => setOpen(true)}>
        Edit
      </button>
    );
  return (
    <div className="mt-1.5">
      <CommentForm
        project={project}
        people={people}
        action={editCommentAction}
        input={(written) => ({ number, commentId, seenRevision, ...written })}
        label="Comment"
        submit="Save"
        text={text}
        size="s"
        onDone={() => setOpen(false)}
        onCancel={() => setOpen(false)}
      />
    </div>
  );
}
