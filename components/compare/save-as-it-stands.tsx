"use client";

import { ActButton } from "@/components/acts/act-button";
import { saveComparisonAction } from "@/lib/experiments/actions";
import { viewQuery } from "@/lib/experiments/compare-url";
import { useCompareAddress } from "./compare-address";

type SaveAsItStandsProps = { comparison: { id: string; name: string; note: string } };

/** Replaces the view of a saved comparison by the one that is chosen now, and what its runs held by what they hold. */
export function SaveAsItStands({ comparison }: SaveAsItStandsProps) {
  const { project, state } = useCompareAddress();
  return (
    <ActButton
      size="s"
      project={project}
      input={{ ...comparison, query: viewQuery(state) }}
      action={saveComparisonAction}
      done="The comparison is saved as it stands."
    >
      Save as it stands
    </ActButton>
  );
}
