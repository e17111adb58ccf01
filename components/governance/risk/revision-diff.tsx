import type { BodyChange } from "@/lib/governance/risk/body-diff";

/** What changed from one revision to the next, field by field. */
export function RevisionDiff({ changes }: { changes: readonly BodyChange[] }) {
  if (changes.length === 0) return <p className="text-s text-ink-2">Nothing differs.</p>;
  return (
    <ul className="flex flex-col gap-2.5">
      {changes.map(({ field, label, from, to }) => (
        <li key={field}>
          <div className="text-xs text-ink-3">{label}</div>
          {from !== "" && (
            <p className="border-s-2 border-fail bg-fail-soft px-2 py-1 text-s wrap-anywhere whitespace-pre-wrap">
              <span className="text-fail">
                <span aria-hidden="true">− </span>
                <span className="sr-only">removed: </span>
              </span>
              <bdi>{from}</bdi>
            </p>
          )}
          {to !== "" && (
            <p className="border-s-2 border-pass bg-pass-soft px-2 py-1 text-s wrap-anywhere whitespace-pre-wrap">
              <span className="text-pass">
                <span aria-hidden="true">+ </span>
                <span className="sr-only">added: </span>
              </span>
              <bdi>{to}</bdi>
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
