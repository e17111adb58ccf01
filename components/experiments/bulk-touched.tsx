import { Spinner } from "@/components/ui/spinner";
import type { BulkPreview } from "@/lib/experiments/bulk-preview-query";
import { formatCount, plural } from "@/lib/format";

type BulkTouchedProps = {
  preview: BulkPreview | null;
  pending: boolean;
  /** After the number of runs: "will be archived". */
  will: string;
};

/** What an act would touch: how many runs of how many, and the newest of them by name. */
export function BulkTouched({ preview, pending, will }: BulkTouchedProps) {
  const rest = preview ? preview.changes - preview.examples.length : 0;
  return (
    <div role="status" className="min-h-16 rounded-m border border-line bg-sunken px-3 py-2 text-s">
      {pending && <Spinner />}
      {!pending && preview && (
        <>
          <p className="font-medium">
            {plural(preview.changes, "run")} {will}
          </p>
          {preview.found > preview.changes && (
            <p className="text-ink-2">
              {formatCount(preview.found - preview.changes)} of the {formatCount(preview.found)} chosen stay as they
              are.
            </p>
          )}
          {preview.examples.length > 0 && (
            <p className="wrap-anywhere text-ink-2">
              {preview.examples.map((name, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: names may repeat and the list never changes its order
                <span key={index}>
                  {index > 0 && ", "}
                  <bdi>{name}</bdi>
                </span>
              ))}
              {rest > 0 && ` and ${formatCount(rest)} more`}
            </p>
          )}
        </>
      )}
      {!pending && !preview && <p className="text-ink-2">Name the tag to see which runs it changes.</p>}
    </div>
  );
}
