import { Callout } from "@/components/ui/callout";
import type { ComparePage } from "@/lib/experiments/compare-page-query";
import { type CompareState, maxCompared } from "@/lib/experiments/compare-url";
import { sliceLabel } from "@/lib/experiments/slice-label";
import { formatList } from "@/lib/format";
import { ViewLink } from "./view-link";

type CompareNoticesProps = { state: CompareState; page: ComparePage };

/** What of the address could not be followed, and the slice the page is pinned to. */
export function CompareNotices({ state, page }: CompareNoticesProps) {
  const { missing, leftOut, lostBaseline, runs, comparison } = page;
  const known = runs.map((run) => run.id);
  const pinned = state.slice;
  const pinnedIn =
    comparison && pinned
      ? runs.filter((run) =>
          run.slices.some((slice) => slice.dimension === pinned.dimension && slice.value === pinned.value),
        )
      : [];
  return (
    <div className="flex flex-col gap-2 empty:hidden">
      {missing.length > 0 && (
        <Callout tone="warn">
          Not found in this project: <span className="font-mono text-s">{missing.slice(0, 20).join(", ")}</span>. The
          others are compared.{" "}
          {known.length > 0 && <ViewLink change={{ runs: known }}>Drop them from the address</ViewLink>}
        </Callout>
      )}
      {lostBaseline && !missing.includes(lostBaseline) && (
        <Callout tone="warn">
          The baseline <span className="font-mono text-s">{lostBaseline}</span> is not among these runs;{" "}
          {runs[0]?.name ?? "the first run"} stands in for it.
        </Callout>
      )}
      {leftOut.length > 0 && (
        <Callout tone="warn">
          A comparison holds {maxCompared} runs; left out:{" "}
          <span className="font-mono text-s">{leftOut.slice(0, 20).join(", ")}</span>.
        </Callout>
      )}
      {comparison && pinned && (
        <Callout
          tone={pinnedIn.length > 0 ? "accent" : "warn"}
          glyph="pin"
          actions={<ViewLink change={{ slice: null }}>Unpin</ViewLink>}
        >
          {pinnedIn.length > 0 ? (
            <>
              Pinned to <strong className="font-medium">{sliceLabel(pinned)}</strong>: metrics, calibration and the
              traced cause are of this slice.
              {pinnedIn.length < runs.length &&
                ` ${formatList(runs.filter((run) => !pinnedIn.includes(run)).map((run) => run.name))} did not record it.`}
            </>
          ) : (
            <>None of these runs has the slice {sliceLabel(pinned)}.</>
          )}
        </Callout>
      )}
    </div>
  );
}
