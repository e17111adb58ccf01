import { StatusBadge } from "@/components/ui/status-badge";
import { Table, Td, Th } from "@/components/ui/table";
import { AgeText, TimeText } from "@/components/ui/time-text";
import { revokeTokenAction } from "@/lib/auth/actions";
import type { TokenView } from "@/lib/auth/queries";
import { formatAge, formatTimeLeft } from "@/lib/format-time";
import { ConfirmDialog } from "./confirm-dialog";

type TokensTableProps = {
  project: string;
  tokens: readonly TokenView[] /** Whose tokens the person may revoke: everyone's, or their own. */;
  mayRevoke: (token: TokenView) => boolean;
  now: Date;
};

/** API tokens with their scopes, last use and end. */
export function TokensTable({ project, tokens, mayRevoke, now }: TokensTableProps) {
  return (
    <Table caption="API tokens" density="roomy">
      <thead>
        <tr>
          <Th>Token</Th>
          <Th>Scopes</Th>
          <Th>Owner</Th>
          <Th>State</Th>
          <Th>Last used</Th>
          <Th>Created</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <tr key={token.tokenId} data-tone={token.state === "active" ? undefined : "muted"}>
            <Td>
              <p className="max-w-64 truncate font-medium max-md:max-w-40">
                <bdi>{token.name}</bdi>
              </p>
              <code className="text-xs text-ink-3">cs_pat_…{token.lastFour}</code>
            </Td>
            <Td>
              <code className="text-s">{token.scopes.join(", ")}</code>
            </Td>
            <Td>{token.owner ? <bdi>{token.owner}</bdi> : <span className="text-ink-3">the installation</span>}</Td>
            <Td>{tokenState(token, now)}</Td>
            <Td>
              {token.lastUsedAt ? (
                <>
                  <AgeText at={token.lastUsedAt} now={now} /> ago
                </>
              ) : (
                <span className="text-ink-3">never</span>
              )}
            </Td>
            <Td>
              <TimeText at={token.createdAt} />
            </Td>
            <Td align="end" className="max-md:sticky max-md:end-0 max-md:border-s max-md:border-line max-md:bg-panel">
              {token.state === "active" && mayRevoke(token) && (
                <ConfirmDialog
                  action={revokeTokenAction}
                  project={project}
                  input={{ tokenId: token.tokenId }}
                  label="Revoke"
                  name={`Revoke ${token.name}`}
                  title={`Revoke "${token.name}"?`}
                  consequence={`Whatever uses this token is refused from its next request on; it was ${token.lastUsedAt ? `last used ${formatAge(token.lastUsedAt, now)} ago` : "never used"}. This cannot be undone: a new token has another secret.`}
                  confirm="Revoke the token"
                  done={`Revoked ${token.name}`}
                />
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function tokenState({ state, expiresAt, revokedAt }: TokenView, now: Date) {
  switch (state) {
    case "active":
      return (
        <StatusBadge tone={expiresAt.getTime() - now.getTime() < 7 * 86_400_000 ? "warn" : "pass"}>
          works, {formatTimeLeft(expiresAt, now)}
        </StatusBadge>
      );
    case "expired":
      return <StatusBadge tone="stale">expired {formatAge(expiresAt, now)} ago</StatusBadge>;
    case "revoked":
      return <StatusBadge tone="stale">revoked{revokedAt ? ` ${formatAge(revokedAt, now)} ago` : ""}</StatusBadge>;
    case "ownerless":
      return <StatusBadge tone="stale">owner has left</StatusBadge>;
  }
}
