import { ActDialog } from "@/components/acts/act-dialog";
import { reasonField } from "@/components/acts/act-field";
import { DisabledButton } from "@/components/ui/disabled-button";
import { archiveVersionAction } from "@/lib/models/actions";
import { type Use, whyInUse } from "@/lib/models/version-standing";

type ArchiveVersionProps = { project: string; versionId: string; name: string; isArchived: boolean; use: Use };

/** Takes a version that serves nowhere out of what can be promoted, or puts it back; says why while it is in use. */
export function ArchiveVersion({ project, versionId, name, isArchived, use }: ArchiveVersionProps) {
  const inUse = isArchived ? null : whyInUse(name, "archived", use);
  if (inUse)
    return (
      <DisabledButton compact reasons={[inUse]}>
        Archive…
      </DisabledButton>
    );
  return (
    <ActDialog
      project={project}
      draft={`archive-version:${versionId}`}
      label={isArchived ? "Restore…" : "Archive…"}
      title={isArchived ? `Restore ${name}` : `Archive ${name}`}
      consequence={
        isArchived
          ? "It can be promoted again."
          : "It cannot be promoted until it is restored. Its record, its card and every decision about it stay."
      }
      done={isArchived ? `${name} is restored.` : `${name} is archived.`}
      fields={[reasonField("Kept in the audit log.")]}
      fixed={{ versionId, archived: !isArchived }}
      action={archiveVersionAction}
      submit={isArchived ? "Restore the version" : "Archive the version"}
    />
  );
}
