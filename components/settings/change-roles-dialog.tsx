"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import { Button } from "@/components/ui/button";
import { FormFailure } from "@/components/ui/form-failure";
import { Modal, ModalBody, ModalFooter } from "@/components/ui/modal";
import type { Role } from "@/db/enums";
import { setMemberRolesAction } from "@/lib/auth/actions";
import { chosenRoles, RoleFields } from "./role-fields";

export type MemberForm = { userId: string; name: string; roles: Role[]; groupName: string };

/** Button and dialog that change a member's roles and group. */
export function ChangeRolesDialog({ project, member }: { project: string; member: MemberForm }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="s"
        aria-label={`Change the roles of ${member.name}`}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        Change
      </Button>
      <Modal
        open={open}
        onClose={() => setOpen(false)}
        title={
          <>
            Roles of <bdi>{member.name}</bdi>
          </>
        }
        description="Counts from their next click. Decisions already signed stay as they are; approvals are checked again before they are carried out."
      >
        <ChangeRolesForm project={project} member={member} onDone={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function ChangeRolesForm({ project, member, onDone }: { project: string; member: MemberForm; onDone: () => void }) {
  const router = useRouter();
  const form = useProtectedForm(setMemberRolesAction, {
    onSuccess: () => {
      toast.success(`Changed the roles of ${member.name}`);
      router.refresh();
      onDone();
    },
  });
  const send = (data: FormData) =>
    form.run(project, {
      userId: member.userId,
      roles: chosenRoles(data),
      groupName: String(data.get("groupName") ?? ""),
      seen: member.roles,
    });
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    send(new FormData(event.currentTarget));
  };
  return (
    <form {...form.formProps} onSubmit={onSubmit}>
      <ModalBody>
        <RoleFields held={member.roles} groupName={member.groupName} errors={form.fieldErrors} />
        <FormFailure failure={form.unplaced} />
      </ModalBody>
      <ModalFooter>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" pending={form.pending}>
          Save roles
        </Button>
      </ModalFooter>
      <SessionEndedDialog session={form.session} onResend={form.resend} />
    </form>
  );
}
