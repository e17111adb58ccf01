import { ActButton } from "@/components/acts/act-button";
import { ConfirmDialog } from "@/components/settings/confirm-dialog";
import { DisabledButton } from "@/components/ui/disabled-button";
import { removeSourceAction, setSourceEnabledAction, startSyncAction } from "@/lib/integrations/sources/actions";
import type { SourceView } from "@/lib/integrations/sources/source-query";
import { paths } from "@/lib/paths";
import { SourceDialog } from "./source-dialog";

/** What an administrator can do with a source. */
export function SourceActs({ project, source }: { project: string; source: SourceView }) {
  const { id: sourceId, name, isEnabled, isRunning, failure } = source;
  const why = !isEnabled
    ? `"${name}" is switched off. Switch it on to read it.`
    : isRunning && failure === null
      ? "A sync is under way."
      : null;
  const act = { project, size: "s" } as const;
  return (
    <>
      {why ? (
        <DisabledButton compact size="s" reasons={[why]}>
          Sync now
        </DisabledButton>
      ) : (
        <>
          <ActButton {...act} action={startSyncAction} input={{ sourceId }} done="It is read now">
            {isRunning ? "Try again now" : "Sync now"}
          </ActButton>
          {!isRunning && (
            <ActButton
              {...act}
              action={startSyncAction}
              input={{ sourceId, isFull: true }}
              done="All of it is read again"
            >
              Read all again
            </ActButton>
          )}
        </>
      )}
      <SourceDialog project={project} source={source} />
      {isEnabled ? (
        <ConfirmDialog
          action={setSourceEnabledAction}
          project={project}
          input={{ sourceId, isEnabled: false }}
          label="Switch off"
          name={`Switch ${name} off`}
          title={`Switch "${name}" off?`}
          consequence="Nothing more is read from it until it is on again; a sync under way ends where it is. What was taken stays."
          confirm="Switch it off"
          done={`${name} is off`}
        />
      ) : (
        <ActButton
          {...act}
          action={setSourceEnabledAction}
          input={{ sourceId, isEnabled: true }}
          done={`${name} is on`}
        >
          Switch on
        </ActButton>
      )}
      <ConfirmDialog
        action={removeSourceAction}
        project={project}
        input={{ sourceId }}
        label="Remove"
        name={`Remove ${name}`}
        title={`Remove "${name}"?`}
        consequence="Its credentials are erased and this page is no longer shown. Runs that came from it stay. This cannot be undone."
        confirm="Remove the source"
        done={`${name} is removed`}
        leadsTo={paths.sources(project)}
      />
    </>
  );
}
