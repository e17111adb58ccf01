import clsx from "clsx";

/** A grey bar in the place of content to come. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={clsx("block animate-pulse rounded-s bg-unknown-soft", className)} />;
}

/** A panel of grey rows; `label` is what is being loaded. */
export function SkeletonRows({ label, rows = 8 }: { label: string; rows?: number }) {
  return (
    <div role="status" className="rounded-m border border-line bg-panel">
      <span className="sr-only">Loading {label}</span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: grey rows have no identity
        <div key={row} className="flex h-8 items-center gap-4 border-b border-line px-3 last:border-b-0">
          <Skeleton className="h-3 w-1/4" />
          <Skeleton className="h-3 w-1/6" />
          <Skeleton className="ms-auto h-3 w-16" />
        </div>
      ))}
    </div>
  );
}

/** Title, meta line and two panels: the fallback of a whole page. */
export function SkeletonPage({ label = "page" }: { label?: string }) {
  return (
    <div className="flex flex-col gap-4">
      <Skeleton className="h-6 w-64" />
      <Skeleton className="h-3.5 w-96 max-w-full" />
      <SkeletonRows label={label} rows={5} />
      <SkeletonRows label={label} rows={8} />
    </div>
  );
}
