import { hrefWith } from "@/components/data-table/href";
import { TabLinks } from "@/components/ui/tab-links";
import type { TableParams } from "@/lib/experiments/run-table-address";
import { isUnchanged, keptParams, type SavedView } from "@/lib/experiments/saved-view";
import { DeleteViewButton } from "./delete-view-button";
import { SaveViewDialog } from "./save-view-dialog";

type ViewTabsProps = {
  project: string;
  experimentId: string | null;
  path: string;
  params: TableParams;
  views: readonly SavedView[];
  canShare: boolean;
  /** Tabs that are always there, before the saved ones. */
  fixed: readonly { href: string; label: string; current: boolean }[];
};

const ofView = (path: string, params: TableParams, view: SavedView) =>
  hrefWith(path, params.view ? { view: params.view } : {}, { ...view.params, saved: view.id });

/** Views of a run table as tabs: those that are always there, the team's, one's own; and whether the one in use was changed since. */
export function ViewTabs({ project, experimentId, path, params, views, canShare, fixed }: ViewTabsProps) {
  const inUse = views.find((view) => view.id === params.saved) ?? null;
  const tabs = views.map((view) => ({
    href: ofView(path, params, view),
    label: (
      <bdi className="inline-block max-w-48 truncate align-bottom" title={view.name}>
        {view.name}
      </bdi>
    ),
    current: view === inUse,
  }));
  const state =
    inUse && `${inUse.isShared ? "Team view" : "Your view"}, ${isUnchanged(inUse, params) ? "unchanged" : "changed"}`;
  return (
    <TabLinks
      label="Views"
      tabs={[...fixed.map((tab) => ({ ...tab, current: tab.current && !inUse })), ...tabs]}
      end={
        <span className="flex items-center gap-2">
          {state && <span className="max-md:hidden">{state}</span>}
          {inUse && (canShare || !inUse.isShared) && (
            <DeleteViewButton project={project} view={inUse} nextHref={hrefWith(path, params, { saved: "none" })} />
          )}
          <SaveViewDialog
            project={project}
            experimentId={experimentId}
            path={path}
            address={params}
            params={keptParams(params)}
            inUse={inUse}
            canShare={canShare}
          />
        </span>
      }
    />
  );
}
