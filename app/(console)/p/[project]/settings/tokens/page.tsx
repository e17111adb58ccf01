import type { Metadata } from "next";
import { PageHeader } from "@/components/layout/page-header";
import { CreateTokenDialog } from "@/components/settings/create-token-dialog";
import { SettingsTabs } from "@/components/settings/settings-tabs";
import { TokensTable } from "@/components/settings/tokens-table";
import { DisabledButton } from "@/components/ui/disabled-button";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { type TokenScope, tokenScopes } from "@/db/enums";
import { denial } from "@/lib/auth/authorize";
import { requirePage } from "@/lib/auth/page";
import { can } from "@/lib/auth/permissions";
import { listTokens } from "@/lib/auth/queries";
import { scopePermission } from "@/lib/auth/scopes";
import { paths } from "@/lib/paths";

export const metadata: Metadata = { title: "API tokens" };

/** API tokens of the project: pipelines and serving targets sign in with them. */
export default async function TokensPage({ params }: { params: Promise<{ project: string }> }) {
  const { ctx, project } = await requirePage(params, "token.view");
  const tokens = await listTokens(ctx);
  const { actor } = ctx;
  const active = tokens.filter((token) => token.state === "active").length;
  const refused: Partial<Record<TokenScope, string>> = Object.fromEntries(
    tokenScopes
      .filter((scope) => !can(actor, scopePermission[scope]))
      .map((scope) => [scope, denial(scopePermission[scope])]),
  );
  return (
    <>
      <PageHeader
        title="Settings"
        summary="API tokens let pipelines and serving targets in. A token can do no more than its owner, can never approve, and ends after at most 90 days."
        meta={<TextLink href={paths.apiReference}>What can be called with a token</TextLink>}
        actions={
          can(actor, "token.create") ? (
            <CreateTokenDialog project={project.name} refused={refused} />
          ) : (
            <DisabledButton reasons={[denial("token.create")]} compact>
              Create a token
            </DisabledButton>
          )
        }
      />
      <SettingsTabs project={project.name} actor={actor} current="tokens" />
      <Section
        title="API tokens"
        meta={`${active} working, ${tokens.length} in all${tokens.length === 500 ? " (the newest 500)" : ""}`}
        className="mt-5!"
      >
        <Panel>
          {tokens.length > 0 ? (
            <TokensTable
              project={project.name}
              tokens={tokens}
              now={ctx.now()}
              mayRevoke={(token) =>
                can(actor, "token.revoke") && (token.ownerUserId === actor.userId || actor.roles.includes("admin"))
              }
            />
          ) : (
            <EmptyState
              title="No tokens yet"
              command={`npm run admin -- token create --project ${project.name} --scopes ingest,read`}
            >
              Create one here, or on the server:
            </EmptyState>
          )}
        </Panel>
      </Section>
    </>
  );
}
