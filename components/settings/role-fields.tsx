"use client";

import { useState } from "react";
import { Callout } from "@/components/ui/callout";
import { CheckboxField } from "@/components/ui/checkbox";
import { FieldError } from "@/components/ui/field";
import { TextField } from "@/components/ui/input";
import { type Role, roles } from "@/db/enums";
import { roleName, rolePurpose } from "@/lib/auth/role-names";
import { separationNotes } from "@/lib/auth/separation";

type RoleFieldsProps = {
  held?: readonly Role[];
  groupName?: string;
  errors: { roles?: string[]; groupName?: string[] };
};

const sentenceCase = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Roles as checkboxes with what each is for, the group, and what the choice does to separation of duties. */
export function RoleFields({ held = [], groupName = "", errors }: RoleFieldsProps) {
  const [chosen, setChosen] = useState<readonly Role[]>(held);
  const notes = separationNotes(chosen);
  const toggle = (role: Role, on: boolean) =>
    setChosen((before) => (on ? [...before, role] : before.filter((r) => r !== role)));
  return (
    <>
      <fieldset>
        <legend className="mb-1.5 text-s font-medium">Roles</legend>
        <div className="grid gap-x-5 gap-y-2 sm:grid-cols-2">
          {roles.map((role) => (
            <CheckboxField
              key={role}
              name="roles"
              value={role}
              label={sentenceCase(roleName(role))}
              hint={rolePurpose[role]}
              defaultChecked={held.includes(role)}
              onChange={(event) => toggle(role, event.currentTarget.checked)}
            />
          ))}
        </div>
        <FieldError id="roles-error" errors={errors.roles ?? []} />
      </fieldset>
      <div aria-live="polite" className="empty:hidden">
        {notes.length > 0 && (
          <Callout tone="warn">
            Duties are not separate. This person
            <ul className="ms-4 list-disc">
              {notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          </Callout>
        )}
      </div>
      <TextField
        label="Group"
        optional
        name="groupName"
        hint="For whom this person decides, such as Model Validation. High-risk promotions need approvals from two groups."
        defaultValue={groupName}
        maxLength={80}
        error={errors.groupName}
      />
    </>
  );
}

/** The roles ticked in a form that holds RoleFields. */
export const chosenRoles = (form: FormData): Role[] => roles.filter((role) => form.getAll("roles").includes(role));
