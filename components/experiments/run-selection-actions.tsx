"use client";

import { useRouter } from "next/navigation";
import { hrefWith } from "@/components/data-table/href";
import { useSelection } from "@/components/data-table/selection";
import { useShortcuts } from "@/components/layout/use-shortcuts";
import { Button } from "@/components/ui/button";
import { DisabledButton } from "@/components/ui/disabled-button";
import { Kbd } from "@/components/ui/kbd";
import { LinkButton } from "@/components/ui/link-button";
import { maxCompared } from "@/lib/experiments/compare-url";
import type { TableParams } from "@/lib/experiments/run-table-address";
import { maxPins } from "@/lib/experiments/run-view-limits";
import { paths } from "@/lib/paths";
import { BulkActions, type BulkRights } from "./bulk-actions";

type RunSelectionActionsProps = {
  project: string;
  baseline: { id: string; name: string } | null;
  canRegister: boolean;
  path: string;
  params: TableParams;
  pins: readonly string[];
  rights: BulkRights;
  isArchived: boolean;
};

/** What can be done with the selected runs: compare (c) with the baseline or with one another, pin, tag, archive, register one as a version. */
export function RunSelectionActions(props: RunSelectionActionsProps) {
  const { project, baseline, canRegister, path, params, pins, rights, isArchived } = props;
  const { ids, clear } = useSelection();
  const router = useRouter();
  const others = baseline ? ids.filter((id) => id !== baseline.id) : ids;
  const compared = baseline ? [baseline.id, ...others] : others;
  const canCompare = compared.length >= 2 && compared.length <= maxCompared;
  const allPins = [...new Set([...pins, ...ids])].filter((id) => id !== baseline?.id);
  const pin = () => {
    clear();
    router.push(hrefWith(path, params, { pins: allPins.join(",") }), { scroll: false });
  };
  const compare = () => {
    if (canCompare) router.push(paths.compare(project, compared));
  };
  useShortcuts([{ keys: "c", run: compare }]);
  const [only] = ids;
  return (
    <>
      {canCompare ? (
        <Button variant="primary" size="s" onClick={compare}>
          {baseline ? "Compare with baseline" : "Compare"} <Kbd className="max-lg:hidden">c</Kbd>
        </Button>
      ) : (
        <DisabledButton
          compact
          reasons={[
            compared.length > maxCompared
              ? `At most ${maxCompared} runs can be compared; ${compared.length} are selected.`
              : "Select a second run, or pin a baseline.",
          ]}
        >
          Compare
        </DisabledButton>
      )}
      {allPins.length <= maxPins ? (
        <Button size="s" onClick={pin}>
          Pin on top
        </Button>
      ) : (
        <DisabledButton compact reasons={[`At most ${maxPins} runs can be pinned; these would be ${allPins.length}.`]}>
          Pin on top
        </DisabledButton>
      )}
      <BulkActions project={project} selection={{ by: "ids", ids }} isArchived={isArchived} {...rights} />
      {canRegister && ids.length === 1 && only && (
        <LinkButton size="s" href={paths.registerVersion(project, only)}>
          Register as version
        </LinkButton>
      )}
    </>
  );
}
