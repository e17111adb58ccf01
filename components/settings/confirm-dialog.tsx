"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { FormFailure } from "@/components/ui/form-failure";
import { Modal, ModalBody, ModalFooter } from "@/components/ui/modal";
import { useAction } from "@/components/ui/use-action";
import type { ActionResult } from "@/lib/action";

type ConfirmDialogProps<Input, Output> = {
  action: (project: string, input: Input) => Promise<ActionResult<Output>>;
  project: string;
  input: Input;
  /** The button in the row, and its full name for screen readers. */
  label: string;
  name: string;
  title: ReactNode;
  /** What will happen, before the click. */
  consequence: ReactNode;
  confirm: string;
  done: string;
  /** Where to go afterwards, when the page is about what is gone. */
  leadsTo?: string;
};

/** A button, and a dialog that names the consequence before the act. */
export function ConfirmDialog<Input, Output>(props: ConfirmDialogProps<Input, Output>) {
  const { action, project, input, label, name, title, consequence, confirm, done, leadsTo } = props;
  const [open, setOpen] = useState(false);
  const router = useRouter();
  const { run, pending, failure, reset } = useAction(action, {
    onSuccess: () => {
      setOpen(false);
      toast.success(done);
      if (leadsTo) router.push(leadsTo);
      else router.refresh();
    },
  });
  const close = () => {
    setOpen(false);
    reset();
  };
  return (
    <>
      <Button size="s" aria-label={name} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Modal open={open} onClose={close} title={title} size="s">
        <ModalBody>
          <div>{consequence}</div>
          <FormFailure failure={failure} />
        </ModalBody>
        <ModalFooter>
          <Button onClick={close}>Cancel</Button>
          <Button variant="danger-solid" pending={pending} onClick={() => run(project, input)}>
            {confirm}
          </Button>
        </ModalFooter>
      </Modal>
    </>
  );
}
