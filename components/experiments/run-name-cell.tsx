import { softLink } from "@/components/data-table/use-soft-links";
import { Glyph } from "@/components/ui/glyph";
import { LiveMark } from "@/components/ui/live-mark";
import { isOpenRun } from "@/lib/experiments/run-progress";
import type { ShownRun } from "@/lib/experiments/shown-runs-query";

type RunNameCellProps = {
  row: ShownRun;
  href: string;
  isBaseline: boolean;
  /** Makes the run the baseline, or takes it off. */
  pinHref: string;
  /** Takes a run that is on top down; null for one that is not. */
  unpinHref: string | null;
};

const mark = "grid size-6 flex-none place-items-center rounded-s hover:bg-sunken";

/** A run's name, whether it goes on, and the ways to compare with it and to take it from the top. */
export function RunNameCell({ row, href, isBaseline, pinHref, unpinHref }: RunNameCellProps) {
  return (
    <span className="group/name flex items-center gap-1.5">
      <a
        {...softLink}
        href={href}
        title={row.intent ?? undefined}
        className="min-w-0 overflow-clip font-medium text-ellipsis underline-offset-2 hover:underline"
      >
        <bdi>{row.name}</bdi>
      </a>
      {row.isArchived && <span className="text-xs text-ink-3">archived</span>}
      {isOpenRun(row.status) && !row.isArchived && <LiveMark label="The row follows while the run goes on" />}
      {unpinHref && (
        <a
          {...softLink}
          data-soft="stay"
          href={unpinHref}
          aria-label={`Take the pin off ${row.name}`}
          title="Take the pin off"
          className={`${mark} ms-auto text-ink-2`}
        >
          <Glyph name="close" size={11} />
        </a>
      )}
      {/* Hidden by its colour: an opacity would make a layer of its own for each row. */}
      <a
        data-soft="stay"
        href={pinHref}
        aria-label={isBaseline ? `Take ${row.name} off as baseline` : `Compare all with ${row.name}`}
        title={isBaseline ? "Take off as baseline" : "Pin as baseline"}
        className={`${mark} ${unpinHref ? "" : "ms-auto"} ${isBaseline ? "text-ink" : "text-transparent group-hover/name:text-ink-3 focus-visible:text-ink-3 pointer-coarse:text-ink-3"}`}
      >
        <Glyph name="pin" size={12} />
      </a>
    </span>
  );
}
