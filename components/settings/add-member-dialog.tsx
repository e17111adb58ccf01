"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import { Button } from "@/components/ui/button";
import { FormFailure } from "@/components/ui/form-failure";
import { TextField } from "@/components/ui/input";
import { Modal, ModalBody, ModalFooter } from "@/components/ui/modal";
import { addMemberAction } from "@/lib/auth/actions";
import { OneTimeLink } from "./one-time-link";
import { chosenRoles, RoleFields } from "./role-fields";

type Added = { name: string; link: string | null };

/** Button and dialog that bring a person into the project; a new account's link is shown once. */
export function AddMemberDialog({ project }: { project: string }) {
  const [open, setOpen] = useState(false);
  const [added, setAdded] = useState<Added | null>(null);
  const close = () => {
    setOpen(false);
    setAdded(null);
  };
  return (
    <>
      <Button variant="primary" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        Add a person
      </Button>
      <Modal
        open={open}
        onClose={close}
        title={
          added?.link ? (
            <>
              Send this link to <bdi>{added.name}</bdi>
            </>
          ) : (
            "Add a person"
          )
        }
      >
        {added?.link ? (
          <>
            <ModalBody>
              <OneTimeLink path={added.link} />
            </ModalBody>
            <ModalFooter>
              <Button variant="primary" onClick={close}>
                Done
              </Button>
            </ModalFooter>
          </>
        ) : (
          <AddMemberForm
            project={project}
            onCancel={close}
            onAdded={(person) => {
              toast.success(`Added ${person.name}`);
              if (person.link) setAdded(person);
              else close();
            }}
          />
        )}
      </Modal>
    </>
  );
}

function AddMemberForm({
  project,
  onAdded,
  onCancel,
}: {
  project: string;
  onAdded: (added: Added) => void;
  onCancel: () => void;
}) {
  const router = useRouter();
  const form = useProtectedForm(addMemberAction, {
    draft: `add-member:${project}`,
    onSuccess: (added) => {
      router.refresh();
      onAdded(added);
    },
  });
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string) => String(data.get(name) ?? "");
    form.run(project, {
      email: text("email"),
      name: text("name") || undefined,
      roles: chosenRoles(data),
      groupName: text("groupName"),
    });
  };
  return (
    <form {...form.formProps} onSubmit={onSubmit}>
      <ModalBody>
        <TextField
          label="E-mail"
          name="email"
          type="email"
          autoComplete="off"
          maxLength={254}
          error={form.fieldErrors.email}
        />
        <TextField
          label="Name"
          optional
          name="name"
          hint="Only for somebody without an account here: it is printed in their signatures."
          autoComplete="off"
          maxLength={120}
          error={form.fieldErrors.name}
        />
        <RoleFields errors={form.fieldErrors} />
        <FormFailure failure={form.unplaced} />
      </ModalBody>
      <ModalFooter>
        <Button
          onClick={() => {
            form.discard();
            onCancel();
          }}
        >
          Cancel
        </Button>
        <Button type="submit" variant="primary" pending={form.pending}>
          Add to the project
        </Button>
      </ModalFooter>
      <SessionEndedDialog session={form.session} onResend={form.resend} />
    </form>
  );
}
