import { ActDialog } from "@/components/acts/act-dialog";
import { can } from "@/lib/auth/permissions";
import { roleName } from "@/lib/auth/role-names";
import type { UserActor } from "@/lib/context";
import { formatList } from "@/lib/format";
import { createDelegationAction } from "@/lib/promotions/actions";
import { maxDelegationDays } from "@/lib/promotions/delegation";
import type { Colleague } from "@/lib/promotions/delegations-query";
import { NoDelegation } from "./delegations-panel";

type DelegateButtonProps = { project: string; actor: UserActor; colleagues: readonly Colleague[]; now: Date };

const day = 86_400_000;
const isoDay = (now: Date, days: number) => new Date(now.getTime() + days * day).toISOString().slice(0, 10);

/** Hands one's role over to a colleague who holds it too, for at most 30 days; says why when that is not possible. */
export function DelegateButton({ project, actor, colleagues, now }: DelegateButtonProps) {
  if (!can(actor, "delegation.manage"))
    return (
      <NoDelegation reason="Only reviewers and risk officers decide, so only they can have a colleague decide for them." />
    );
  const roles = (["risk_officer", "reviewer"] as const).filter((role) => actor.roles.includes(role));
  const possible = roles.filter((role) => colleagues.some((one) => one.role === role));
  if (possible.length === 0)
    return (
      <NoDelegation
        reason={`Nobody else here is ${formatList(roles.map(roleName))}; a delegation gives nobody a right they do not hold. An administrator gives the role first.`}
      />
    );
  const names = colleagues.filter((one) => possible.includes(one.role));
  return (
    <ActDialog
      project={project}
      draft={`delegate:${project}`}
      label="Have a colleague decide"
      title="Have a colleague decide for you"
      consequence="They sign for you, in your role and group, and you can no longer decide where they have. They cannot hand it on, and not use it where you contributed."
      done="Your colleague may decide for you."
      fields={[
        {
          kind: "choice",
          name: "role",
          label: "Role you hand over",
          options: possible.map((role) => ({ value: role, label: roleName(role) })),
          initial: possible[0] ?? "reviewer",
        },
        {
          kind: "choice",
          name: "delegateUserId",
          label: "Colleague",
          options: names.map((one) => ({ value: one.userId, label: `${one.name}, ${roleName(one.role)}` })),
          placeholder: "Choose a person",
        },
        {
          kind: "date",
          name: "endsAt",
          label: "Until",
          hint: `The start of that day in UTC; at most ${maxDelegationDays} days ahead.`,
          min: isoDay(now, 1),
          max: isoDay(now, maxDelegationDays),
          initial: isoDay(now, 14),
        },
        { kind: "line", name: "reason", label: "Reason", hint: "Such as leave, with its dates.", maxLength: 500 },
      ]}
      fixed={{}}
      action={createDelegationAction}
      submit="Hand over"
      size="s"
    />
  );
}
