import { ActDialog } from "@/components/acts/act-dialog";
import { Callout } from "@/components/ui/callout";
import { Digest } from "@/components/ui/digest";
import { DisabledButton } from "@/components/ui/disabled-button";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import { can } from "@/lib/auth/permissions";
import type { UserActor } from "@/lib/context";
import { renameComparisonAction } from "@/lib/experiments/actions";
import { type CompareState, compareHref, viewQuery } from "@/lib/experiments/compare-url";
import { parseView } from "@/lib/experiments/comparison";
import type { ComparisonView } from "@/lib/experiments/comparisons-query";
import { DeleteComparisonButton } from "./delete-comparison-button";
import { sinceText } from "./runs-since";
import { SaveAsItStands } from "./save-as-it-stands";
import { ViewLink } from "./view-link";

type SavedBarProps = { project: string; state: CompareState; saved: ComparisonView | null; actor: UserActor };

/** Under which name this comparison is saved, and whether the view or a run in it is another since. */
export function SavedComparisonBar({ project, state, saved, actor }: SavedBarProps) {
  if (!state.saved) return null;
  if (!saved)
    return (
      <Callout tone="warn" actions={<ViewLink change={{ saved: null }}>Drop it from the address</ViewLink>}>
        The saved comparison of this address was deleted or is not of this project. The runs are compared all the same.
      </Callout>
    );
  const isOther = viewQuery(state) !== saved.query;
  return (
    <Callout
      tone={saved.changed.length > 0 ? "warn" : "neutral"}
      glyph="pin"
      actions={<Acts project={project} saved={saved} actor={actor} isOther={isOther} />}
    >
      <p>
        <bdi className="font-medium">{saved.name}</bdi>
        {isOther && (
          <>
            , in another view than was saved.{" "}
            <TextLink
              scroll={false}
              data-whole-view
              href={compareHref(project, parseView(saved.query), { saved: saved.id })}
            >
              Open it as saved
            </TextLink>
          </>
        )}
      </p>
      {saved.note && <bdi className="whitespace-pre-wrap text-ink-2">{saved.note}</bdi>}
      {saved.changed.length > 0 && (
        <p>Since it was saved, {sinceText(saved.changed)}: figures may differ from those that were seen then.</p>
      )}
      <p className="flex flex-wrap items-center gap-x-3 text-s text-ink-2">
        <span>
          Saved by <bdi>{saved.author}</bdi>, <TimeText at={saved.updatedAt} />
        </span>
        <Digest value={saved.digest} label="comparison" />
      </p>
    </Callout>
  );
}

type ActsProps = Omit<SavedBarProps, "state"> & { saved: ComparisonView; isOther: boolean };

function Acts({ project, saved, actor, isOther }: ActsProps) {
  const isOwn = saved.createdBy === actor.userId && can(actor, "comparison.save");
  if (!isOwn && !can(actor, "comparison.manage"))
    return (
      <DisabledButton
        compact
        size="s"
        reasons={[
          `Only ${saved.author}, who saved it, or an administrator may change it. Save yours under another name.`,
        ]}
      >
        Rename
      </DisabledButton>
    );
  return (
    <>
      {(isOther || saved.changed.length > 0) && (
        <SaveAsItStands comparison={{ id: saved.id, name: saved.name, note: saved.note }} />
      )}
      <ActDialog
        project={project}
        draft={`rename-comparison:${saved.id}`}
        label="Rename"
        title="Rename this comparison"
        consequence="What is attached to promotions keeps the name it had."
        done="The comparison is renamed."
        fields={[
          { kind: "line", name: "name", label: "Name", maxLength: 120, initial: saved.name },
          { kind: "area", name: "note", label: "Note", optional: true, initial: saved.note },
        ]}
        fixed={{ id: saved.id }}
        action={renameComparisonAction}
        submit="Save"
        size="s"
      />
      <DeleteComparisonButton project={project} comparison={{ id: saved.id, name: saved.name }} />
    </>
  );
}
