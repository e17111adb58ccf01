import { ActDialog } from "@/components/acts/act-dialog";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import { AgeText, TimeText } from "@/components/ui/time-text";
import type { PasskeyRow } from "@/db/schema";
import { removePasskeyAction } from "@/lib/auth/actions";
import { AddPasskey } from "./add-passkey";

type PasskeysSectionProps = { project: string; passkeys: readonly PasskeyRow[]; now: Date };

/** One's own passkeys: what decisions can be signed with, so that anyone can verify the signature offline. */
export function PasskeysSection({ project, passkeys, now }: PasskeysSectionProps) {
  return (
    <Section
      id="passkeys"
      title="Passkeys"
      meta="sign decisions with your device; the signature is verified offline in the evidence bundle"
      actions={<AddPasskey project={project} />}
    >
      <Panel>
        {passkeys.length === 0 ? (
          <p className="px-3.5 py-3 text-ink-2">
            You have none. A policy may ask for one; otherwise signing with it is up to you.
          </p>
        ) : (
          <Table caption="Your passkeys">
            <thead>
              <tr>
                <Th>Name</Th>
                <Th>Added</Th>
                <Th>Last used</Th>
                <Th>
                  <span className="sr-only">Act</span>
                </Th>
              </tr>
            </thead>
            <tbody>
              {passkeys.map((passkey) => (
                <tr key={passkey.id}>
                  <Td>
                    <bdi className="font-medium">{passkey.name}</bdi>
                  </Td>
                  <Td>
                    <TimeText at={passkey.createdAt} />
                  </Td>
                  <Td>{passkey.lastUsedAt ? <AgeText at={passkey.lastUsedAt} now={now} /> : "never"}</Td>
                  <Td align="end">
                    <ActDialog
                      project={project}
                      draft={`remove-passkey:${passkey.id}`}
                      label="Remove"
                      title={`Remove the passkey ${passkey.name}`}
                      consequence="Nothing can be signed with it any more. What was signed with it stays verifiable."
                      done="The passkey is removed."
                      fields={[]}
                      fixed={{ passkeyId: passkey.id }}
                      action={removePasskeyAction}
                      variant="danger"
                      size="s"
                    />
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
      </Panel>
    </Section>
  );
}
