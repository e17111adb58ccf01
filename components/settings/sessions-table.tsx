import { Chip } from "@/components/ui/chip";
import { Table, Td, Th } from "@/components/ui/table";
import { AgeText, TimeText } from "@/components/ui/time-text";
import { endSessionAction } from "@/lib/auth/actions";
import { browserName } from "@/lib/auth/browser-name";
import type { SessionView } from "@/lib/auth/queries";
import { ConfirmDialog } from "./confirm-dialog";

const methods = { password: "password", oidc: "single sign-on", persona: "demo" } as const;

/** One's own sessions; any but the current one can be ended here. */
export function SessionsTable({
  project,
  sessions,
  now,
}: {
  project: string;
  sessions: readonly SessionView[];
  now: Date;
}) {
  return (
    <Table caption="Your sessions" density="roomy">
      <thead>
        <tr>
          <Th>Browser</Th>
          <Th>Signed in by</Th>
          <Th>Since</Th>
          <Th>Last used</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {sessions.map((session) => (
          <tr key={session.sessionId}>
            <Td>
              <span title={session.userAgent ?? undefined}>{browserName(session.userAgent)}</span>{" "}
              {session.current && (
                <Chip tone="accent" glyph={null}>
                  this one
                </Chip>
              )}
            </Td>
            <Td>{methods[session.authMethod]}</Td>
            <Td>
              <TimeText at={session.createdAt} />
            </Td>
            <Td>
              <AgeText at={session.lastSeenAt} now={now} /> ago
            </Td>
            <Td align="end">
              {!session.current && (
                <ConfirmDialog
                  action={endSessionAction}
                  project={project}
                  input={{ sessionId: session.sessionId }}
                  label="End"
                  name={`End the session on ${browserName(session.userAgent)}`}
                  title="End this session?"
                  consequence={`${browserName(session.userAgent)} is signed out with its next click. Text in open forms there stays on its screen.`}
                  confirm="End the session"
                  done="Ended the session"
                />
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
