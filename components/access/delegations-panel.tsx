import { ActDialog } from "@/components/acts/act-dialog";
import { Chip } from "@/components/ui/chip";
import { DisabledButton } from "@/components/ui/disabled-button";
import { Table, Td, Th } from "@/components/ui/table";
import { TimeText } from "@/components/ui/time-text";
import { roleName } from "@/lib/auth/role-names";
import type { UserActor } from "@/lib/context";
import { revokeDelegationAction } from "@/lib/promotions/actions";
import type { DelegationView } from "@/lib/promotions/delegations-query";

type DelegationsPanelProps = { project: string; delegations: readonly DelegationView[]; actor: UserActor; now: Date };

function stateOf({ revokedAt, startsAt, endsAt }: DelegationView, now: Date) {
  if (revokedAt) return { tone: "stale", word: "ended early" } as const;
  if (endsAt <= now) return { tone: "stale", word: "over" } as const;
  return startsAt > now
    ? ({ tone: "neutral", word: "to come" } as const)
    : ({ tone: "accent", word: "in force" } as const);
}

/** Who decides for whom and until when; the two people of one may end it. */
export function DelegationsPanel({ project, delegations, actor, now }: DelegationsPanelProps) {
  if (delegations.length === 0)
    return <p className="px-3.5 py-3 text-ink-2">Nobody has a colleague decide for them, and nobody had.</p>;
  return (
    <Table caption="Delegations, those that hold longest first">
      <thead>
        <tr>
          <Th>For</Th>
          <Th>Decides</Th>
          <Th>Role</Th>
          <Th>Until</Th>
          <Th>State</Th>
          <Th>Reason</Th>
          <Th>
            <span className="sr-only">Act</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {delegations.map((one) => {
          const { tone, word } = stateOf(one, now);
          const isOpen = !one.revokedAt && one.endsAt > now;
          const isMine = [one.delegatorUserId, one.delegateUserId].includes(actor.userId);
          return (
            <tr key={one.id} data-tone={isOpen ? undefined : "muted"}>
              <Td>
                <bdi className="font-medium">{one.delegator}</bdi>
              </Td>
              <Td>
                <bdi>{one.delegate}</bdi>
              </Td>
              <Td>{roleName(one.role)}</Td>
              <Td>
                <TimeText at={one.endsAt} />
              </Td>
              <Td>
                <Chip tone={tone}>{word}</Chip>
              </Td>
              <Td wrap className="min-w-40">
                <bdi>{one.reason}</bdi>
              </Td>
              <Td align="end">
                {isOpen && isMine && (
                  <ActDialog
                    project={project}
                    draft={`end-delegation:${one.id}`}
                    label="End"
                    title={`End the delegation from ${one.delegator} to ${one.delegate}`}
                    consequence="It holds no more from now on. What was signed while it was in force stands."
                    done="The delegation has ended."
                    fields={[]}
                    fixed={{ delegationId: one.id }}
                    action={revokeDelegationAction}
                    submit="End it"
                    variant="danger"
                    size="s"
                  />
                )}
              </Td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}

/** Why somebody cannot hand over: the button that says so. */
export function NoDelegation({ reason }: { reason: string }) {
  return (
    <DisabledButton compact size="s" reasons={[reason]}>
      Have a colleague decide
    </DisabledButton>
  );
}
