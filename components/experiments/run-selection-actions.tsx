"use client";

import { useRouter } from "next/navigation";
import { useSelection } from "@/components/data-table/selection";
import { useShortcuts } from "@/components/layout/use-shortcuts";
import { Button } from "@/components/ui/button";
import { DisabledButton } from "@/components/ui/disabled-button";
import { Kbd } from "@/components/ui/kbd";
import { LinkButton } from "@/components/ui/link-button";
import { paths } from "@/lib/paths";

type RunSelectionActionsProps = {
  project: string;
  baseline: { id: string; name: string } | null;
  canRegister: boolean;
};

/** What can be done with the selected runs: compare (c) with the baseline or with one another, register one as a version. */
export function RunSelectionActions({ project, baseline, canRegister }: RunSelectionActionsProps) {
  const { ids } = useSelection();
  const router = useRouter();
  const others = baseline ? ids.filter((id) => id !== baseline.id).slice(0, 19) : ids;
  const compared = baseline ? [baseline.id, ...others] : others;
  const canCompare = compared.length >= 2;
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
        <DisabledButton compact reasons={["Select a second run, or pin a baseline."]}>
          Compare
        </DisabledButton>
      )}
      {canRegister && ids.length === 1 && only && (
        <LinkButton size="s" href={paths.registerVersion(project, only)}>
          Register as version
        </LinkButton>
      )}
    </>
  );
}
