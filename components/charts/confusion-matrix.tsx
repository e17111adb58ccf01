import { formatCount, formatPercent, formatSigned } from "@/lib/format";

type ConfusionMatrixProps = {
  caption: string;
  /** Names of the true classes, top to bottom, and of the predicted ones, left to right, in the same order. */
  actual: readonly string[];
  predicted: readonly string[];
  /** counts[actual][predicted]. */
  counts: readonly (readonly number[])[];
  /** The same counts of the baseline, for the change in each cell. */
  baseline?: readonly (readonly number[])[];
  baselineName?: string;
};

/** Counts of true against predicted class with the share of each row; right ones lie on the tinted diagonal. */
export function ConfusionMatrix({
  caption,
  actual,
  predicted,
  counts,
  baseline,
  baselineName = "baseline",
}: ConfusionMatrixProps) {
  return (
    <table className="w-full table-fixed border-separate border-spacing-1">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          <td className="w-24" />
          {predicted.map((name) => (
            <th key={name} scope="col" className="pb-1 text-xs font-normal text-ink-3">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {actual.map((name, row) => {
          const total = (counts[row] ?? []).reduce((sum, count) => sum + count, 0);
          return (
            <tr key={name}>
              <th scope="row" className="pe-2 text-start align-middle text-s font-medium">
                {name}
                <span className="block text-xs font-normal text-ink-3 tabular-nums">{formatCount(total)}</span>
              </th>
              {predicted.map((column, index) => {
                const count = counts[row]?.[index] ?? 0;
                const before = baseline?.[row]?.[index];
                const isRight = row === index;
                return (
                  <td
                    key={column}
                    className={`rounded-s border p-3 ${isRight ? "border-accent-soft bg-accent-soft" : "border-line"}`}
                  >
                    <b className="block text-l font-semibold tabular-nums">{formatCount(count)}</b>
                    <span className="block text-xs text-ink-2">
                      {formatPercent(total > 0 ? count / total : null, 1)} {isRight ? "right" : "wrong"}
                    </span>
                    {before !== undefined && (
                      <span className="block text-xs text-ink-2 tabular-nums">
                        {formatSigned(count - before, { digits: 0 })} against {baselineName}
                      </span>
                    )}
                  </td>
                );
              })}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
