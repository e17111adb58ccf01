import { Chip } from "@/components/ui/chip";
import { DisabledButton } from "@/components/ui/disabled-button";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { AgeText } from "@/components/ui/time-text";
import { denial } from "@/lib/auth/authorize";
import { can } from "@/lib/auth/permissions";
import type { Context } from "@/lib/context";
import type { AliasView } from "@/lib/models/aliases-query";
import { paths } from "@/lib/paths";
import { BindAliasDialog, FreeAliasDialog } from "./free-alias-dialog";

type AliasesSectionProps = {
  ctx: Context;
  project: string;
  model: { id: string; name: string };
  aliases: readonly AliasView[];
  now: Date;
};

/** Names by which clients load a model, where each leads, and who moves it. */
export function AliasesSection({ ctx, project, model: { id, name }, aliases, now }: AliasesSectionProps) {
  const bound = aliases.filter(({ boundTo }) => boundTo !== null).map(({ alias }) => alias);
  const mayFree = can(ctx.actor, "model.free_alias");
  const hasActs = mayFree && aliases.some(({ freed }) => freed !== null);
  return (
    <Section
      id="aliases"
      title="Aliases"
      meta={
        <>
          load with <code>models:/{name}@alias</code>
        </>
      }
      actions={
        mayFree ? (
          <FreeAliasDialog project={project} model={{ id, name }} aliases={bound} />
        ) : (
          <DisabledButton compact reasons={[denial("model.free_alias")]}>
            Free an alias
          </DisabledButton>
        )
      }
    >
      <Panel>
        <Table caption={`Aliases of ${name}`}>
          <thead>
            <tr>
              <Th>Alias</Th>
              <Th>Leads to</Th>
              <Th>Moved by</Th>
              {hasActs && <Th>Act</Th>}
            </tr>
          </thead>
          <tbody>
            {aliases.map((entry) => (
              <tr key={entry.alias}>
                <Td className="font-mono text-s">
                  <bdi>{entry.alias}</bdi>
                </Td>
                <Td>
                  <Versions project={project} model={name} versions={entry.versions} />
                </Td>
                <Td wrap>
                  <Mover entry={entry} now={now} />
                </Td>
                {hasActs && (
                  <Td>
                    {entry.freed ? (
                      <BindAliasDialog
                        project={project}
                        model={{ id }}
                        alias={entry.alias}
                        boundTo={entry.freed.boundTo}
                      />
                    ) : (
                      <span className="text-ink-3">—</span>
                    )}
                  </Td>
                )}
              </tr>
            ))}
          </tbody>
        </Table>
      </Panel>
    </Section>
  );
}

function Versions({ project, model, versions }: { project: string; model: string; versions: readonly number[] }) {
  if (versions.length === 0) return <span className="text-ink-3">nothing yet</span>;
  return (
    <span className="flex flex-wrap gap-x-2">
      {versions.map((version) => (
        <TextLink key={version} quiet href={paths.version(project, model, version)}>
          version {version}
        </TextLink>
      ))}
      {versions.length > 1 && <span className="text-s text-ink-3">targets differ: name one of them</span>}
    </span>
  );
}

function Mover({ entry: { boundTo, freed, set }, now }: { entry: AliasView; now: Date }) {
  if (boundTo !== null)
    return (
      <span className="text-ink-2">
        promotions to <bdi>{boundTo}</bdi>
      </span>
    );
  return (
    <span className="flex flex-col gap-0.5">
      <span className="flex flex-wrap items-baseline gap-x-2">
        clients
        {freed && <Chip tone="waived">freed from {freed.boundTo}</Chip>}
        {set && (
          <span className="text-s text-ink-3">
            set by {set.by}, <AgeText at={set.at} now={now} />
          </span>
        )}
      </span>
      {freed && (
        <span className="text-s text-ink-3">
          {freed.by}, <AgeText at={freed.at} now={now} />: <bdi>{freed.reason}</bdi>
        </span>
      )}
    </span>
  );
}
