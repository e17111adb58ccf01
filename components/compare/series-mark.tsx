import clsx from "clsx";

/** Hollow grey for the baseline, filled blue for a candidate; the word stands beside it. */
export function SeriesMark({ isBaseline, className }: { isBaseline: boolean; className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={clsx(
        "inline-block size-2.5 flex-none rounded-full",
        isBaseline ? "border-2 border-baseline" : "bg-candidate",
        className,
      )}
    />
  );
}

/** Name of a run with its mark, for column heads. */
export function SeriesName({ name, isBaseline }: { name: string; isBaseline: boolean }) {
  return (
    <span className="inline-flex max-w-60 items-center gap-1.75 text-s text-ink">
      <SeriesMark isBaseline={isBaseline} />
      <bdi className="truncate" title={name}>
        {name}
      </bdi>
    </span>
  );
}
