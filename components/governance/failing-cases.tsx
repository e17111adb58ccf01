import type { CheckCase } from "@/db/schema/ci-checks";
import { plural } from "@/lib/format";

/** Cases of a check that did not pass, folded: name, suite and what they said. */
export function FailingCases({ cases, leftOut }: { cases: readonly CheckCase[]; leftOut: number }) {
  if (cases.length === 0) return null;
  return (
    <details className="mt-1" open={cases.length === 1}>
      <summary className="cursor-pointer text-s font-medium">
        {plural(cases.length + leftOut, "case")} did not pass
      </summary>
      <ul className="mt-1.5 space-y-2 border-s-2 border-line ps-3">
        {cases.map((one, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: runners give several cases one name; the position tells them apart
          <li key={i} className="text-s">
            <p className="wrap-anywhere">
              <bdi className="font-mono">{one.name}</bdi>{" "}
              <span className="text-ink-3">
                {one.status === "error" && "broke, "}
                <bdi>{one.suite}</bdi>
              </span>
            </p>
            {one.message && (
              <pre className="mt-0.5 text-xs whitespace-pre-wrap text-ink-2 wrap-anywhere">{one.message}</pre>
            )}
          </li>
        ))}
      </ul>
      {leftOut > 0 && (
        <p className="mt-1.5 text-s text-ink-3">{plural(leftOut, "case")} more are in the report itself.</p>
      )}
    </details>
  );
}
