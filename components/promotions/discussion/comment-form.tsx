"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import { Button } from "@/components/ui/button";
import { FormFailure } from "@/components/ui/form-failure";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { commentOnPromotionAction, editCommentAction } from "@/lib/promotions/actions";
import type { AnchorOption } from "@/lib/promotions/discussion/anchor";
import type { Mentionable } from "@/lib/promotions/discussion/mentions";
import { MentionArea } from "./mention-area";

type Common = { project: string; number: number; people: readonly Mentionable[] };
type NewThreadProps = Common & { anchors: readonly AnchorOption[]; about: string };

/** Starts a thread about all of the promotion or one part of it; what is typed survives a reload and an ended session. */
export function NewThreadForm({ project, number, people, anchors, about }: NewThreadProps) {
  const router = useRouter();
  const [chosen, setChosen] = useState<string[]>([]);
  const act = useProtectedForm(commentOnPromotionAction, {
    draft: `comment:${project}:${number}`,
    onSuccess: () => {
      act.formProps.ref.current?.reset();
      setChosen([]);
      router.refresh();
    },
  });
  return (
    <form
      {...act.formProps}
      className="flex flex-col gap-2.5"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const anchor = String(form.get("anchor"));
        const body = String(form.get("body"));
        act.run(project, { number, body, anchor: anchor === "" ? null : anchor, mentions: chosen });
      }}
    >
      <MentionArea
        name="body"
        label="New thread"
        people={people}
        onChoose={(userId) => setChosen((before) => [...before, userId])}
        placeholder="Start a thread. Name people with @; *emphasis*, lists and links are drawn."
        error={act.fieldErrors.body}
      />
      <FormFailure failure={act.failure} />
      <div className="flex flex-wrap items-center gap-2">
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
        <SubmitButton pending={act.pending} variant="default">
          Start thread
        </SubmitButton>
      </div>
      <SessionEndedDialog session={act.session} onResend={act.resend} />
    </form>
  );
}

/** Answers in a thread; folded to a button until it is wanted. */
export function ReplyForm({ project, number, people, threadId }: Common & { threadId: string }) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string[]>([]);
  const act = useProtectedForm(commentOnPromotionAction, {
    draft: `reply:${threadId}`,
    onSuccess: () => {
      setOpen(false);
      setChosen([]);
      router.refresh();
    },
  });
  if (!isOpen)
    return (
      <Button size="s" onClick={() => setOpen(true)}>
        Reply
      </Button>
    );
  return (
    <form
      {...act.formProps}
      className="flex w-full flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        const body = String(new FormData(event.currentTarget).get("body"));
        act.run(project, { number, threadId, body, mentions: chosen });
      }}
    >
      <MentionArea
        name="body"
        label="Reply"
        people={people}
        onChoose={(userId) => setChosen((before) => [...before, userId])}
        rows={2}
        placeholder="Reply"
        error={act.fieldErrors.body}
      />
      <FormFailure failure={act.failure} />
      <div className="flex gap-2">
        <SubmitButton pending={act.pending} variant="default" size="s">
          Reply
        </SubmitButton>
        <Button size="s" variant="ghost" onClick={() => setOpen(false)}>
          Cancel
        </Button>
      </div>
      <SessionEndedDialog session={act.session} onResend={act.resend} />
    </form>
  );
}

type EditProps = Common & { commentId: string; seenRevision: number; text: string };

/** Puts one's own words right; the earlier text stays readable. */
export function EditForm({ project, number, people, commentId, seenRevision, text }: EditProps) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string[]>([]);
  const act = useProtectedForm(editCommentAction, {
    onSuccess: () => {
      setOpen(false);
      router.refresh();
    },
  });
  if (!isOpen)
    return (
      <button type="button" className="cursor-pointer text-xs text-accent-ink" onClick={() => setOpen(true)}>
        Edit
      </button>
    );
  return (
    <form
      {...act.formProps}
      className="mt-1.5 flex w-full flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        const body = String(new FormData(event.currentTarget).get("body"));
        act.run(project, { number, commentId, seenRevision, body, mentions: chosen });
      }}
    >
      <MentionArea
        name="body"
        label="Comment"
        people={people}
        onChoose={(userId) => setChosen((before) => [...before, userId])}
        defaultValue={text}
        error={act.fieldErrors.body}
      />
      <FormFailure failure={act.failure} />
      <div className="flex gap-2">
        <SubmitButton pending={act.pending} variant="default" size="s">
          Save
        </SubmitButton>
        <Button size="s" variant="ghost" onClick={() => setOpen(false)}>
          Cancel
        </Button>
      </div>
      <SessionEndedDialog session={act.session} onResend={act.resend} />
    </form>
  );
}
