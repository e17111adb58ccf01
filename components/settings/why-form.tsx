import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { SelectField } from "@/components/ui/select";
import type { AccessExplanation } from "@/lib/auth/explain-access";
import { permissionNames, permissionRow } from "@/lib/auth/permissions";

type WhyFormProps = {
  people: readonly { userId: string; name: string }[];
  person: string | undefined;
  permission: string | undefined;
  answer: AccessExplanation | null;
};

const permissionOptions = permissionNames.map((name) => ({ value: name, label: permissionRow(name).description }));

/** "Why can this person do this?": a question in the address, answered in one sentence. */
export function WhyForm({ people, person, permission, answer }: WhyFormProps) {
  return (
    <>
      <form method="get" className="flex flex-wrap items-end gap-3">
        <SelectField
          className="min-w-0 flex-1 basis-56"
          label="Person"
          name="person"
          placeholder="Choose a person"
          defaultValue={person ?? ""}
          options={people.map(({ userId, name }) => ({ value: userId, label: name }))}
        />
        <SelectField
          className="min-w-0 flex-1 basis-72"
          label="Permission"
          name="permission"
          placeholder="Choose a permission"
          defaultValue={permission ?? ""}
          options={permissionOptions}
        />
        <Button type="submit">Explain</Button>
      </form>
      {answer && (
        <Callout tone={answer.allowed ? "pass" : "neutral"} glyph={answer.allowed ? "pass" : "lock"} className="mt-3">
          {answer.sentence}
        </Callout>
      )}
    </>
  );
}
