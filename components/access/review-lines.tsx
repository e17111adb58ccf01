import { ActButton } from "@/components/acts/act-button";
import { ActDialog } from "@/components/acts/act-dialog";
import { Chip } from "@/components/ui/chip";
import { DisabledButton } from "@/components/ui/disabled-button";
import { Table, Td, Th } from "@/components/ui/table";
import { TimeText } from "@/components/ui/time-text";
import { reviewedBy } from "@/lib/auth/access-review";
import type { ReviewLine } from "@/lib/auth/access-review-query";
import { attestAccessAction } from "@/lib/auth/actions";
import { permissionRow } from "@/lib/auth/permissions";
import { roleName } from "@/lib/auth/role-names";

type ReviewLinesProps = {
  project: string;
  number: number;
  lines: readonly ReviewLine[];
  /** Null for those who may only look, and for a completed review. */
  attestingPersonId: string | null;
};

const allowedBy = ({ role }: ReviewLine["line"]): string =>
  reviewedBy(role)
    .map((permission) => permissionRow(permission).description.toLowerCase())
    .join("; ");

/** Each role of each person with what it lets them decide; keep or remove, never one's own. */
export function ReviewLines({ project, number, lines, attestingPersonId }: ReviewLinesProps) {
  return (
    <Table caption="Roles under review" density="roomy">
      <thead>
        <tr>
          <Th>Person</Th>
          <Th className="max-md:hidden">Role</Th>
          <Th className="max-md:hidden">Lets them</Th>
          <Th>Attestation</Th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ line, name, personId, attestor }) => (
          <tr key={`${line.userId} ${line.role}`}>
            <Td wrap className="md:whitespace-nowrap!">
              <bdi className="font-medium">{name}</bdi>
              {line.groupName && (
                <span className="block text-xs text-ink-3">
                  <bdi>{line.groupName}</bdi>
                </span>
              )}
              <span className="mt-1 block text-s md:hidden">
                {roleName(line.role)} <span className="text-ink-2">may {allowedBy(line)}</span>
              </span>
            </Td>
            <Td className="max-md:hidden">{roleName(line.role)}</Td>
            <Td wrap className="min-w-56 py-1.5 text-s text-ink-2 max-md:hidden">
              {allowedBy(line)}
            </Td>
            <Td wrap className="min-w-36 py-1.5">
              {line.verdict ? (
                <>
                  <Chip tone={line.verdict === "keep" ? "pass" : "fail"}>
                    {line.verdict === "keep" ? "kept" : "removed"}
                  </Chip>
                  <span className="block text-xs text-ink-2">
                    <bdi>{attestor}</bdi>, {line.attestedAt && <TimeText at={line.attestedAt} />}
                  </span>
                  {line.comment && (
                    <span className="block text-xs text-ink-2">
                      <bdi>{line.comment}</bdi>
                    </span>
                  )}
                </>
              ) : attestingPersonId === null ? (
                <span className="text-ink-3">open</span>
              ) : personId === attestingPersonId ? (
                <DisabledButton compact size="s" reasons={["This is your own access; a colleague attests it."]}>
                  Keep
                </DisabledButton>
              ) : (
                <span className="flex flex-wrap gap-2">
                  <ActButton
                    project={project}
                    input={{ number, userId: line.userId, role: line.role, verdict: "keep" as const }}
                    action={attestAccessAction}
                    done={`${name} keeps the role ${roleName(line.role)}.`}
                    size="s"
                  >
                    Keep
                  </ActButton>
                  <ActDialog
                    project={project}
                    draft={`attest:${number}:${line.userId}:${line.role}`}
                    label="Remove"
                    title={`Remove the role ${roleName(line.role)} from ${name}`}
                    consequence="They lose it at once, and approvals they gave in it no longer count where nothing was carried out yet."
                    done={`${name} no longer holds the role ${roleName(line.role)}.`}
                    fields={[{ kind: "area", name: "comment", label: "Reason", hint: "Kept in the audit log." }]}
                    fixed={{ number, userId: line.userId, role: line.role, verdict: "remove" as const }}
                    action={attestAccessAction}
                    variant="danger"
                    size="s"
                  />
                </span>
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
