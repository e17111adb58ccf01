/** A small dot and word: what stands here is kept up to date by itself. Still for those who want no motion. */
export function LiveMark({ label }: { label: string }) {
  return (
    <span className="inline-flex flex-none items-center gap-1 text-xs text-accent-ink" title={label}>
      <span aria-hidden="true" className="size-1.5 rounded-full bg-accent motion-safe:animate-pulse" />
      live
    </span>
  );
}
