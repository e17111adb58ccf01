import clsx from "clsx";
import {
  computeTier,
  type Exposure,
  exposures,
  exposureWords,
  type Purpose,
  purposes,
  purposeWords,
} from "@/lib/governance/risk/tier-rule";

type TierMatrixProps = { exposure: Exposure | null; purpose: Purpose | null };

/** The rule from exposure and purpose to the tier, with the cell that applies marked. */
export function TierMatrix({ exposure, purpose }: TierMatrixProps) {
  return (
    <table className="w-full max-w-md border-collapse text-s">
      <caption className="mb-1.5 text-start text-xs text-ink-3">The rule: exposure down, purpose across</caption>
      <thead>
        <tr>
          <td className="p-1" />
          {purposes.map((column) => (
            <th key={column} scope="col" className="p-1 text-start font-normal text-ink-2">
              {purposeWords[column].label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {exposures.map((row) => (
          <tr key={row}>
            <th scope="row" className="p-1 text-start font-normal text-ink-2">
              {exposureWords[row].label}
            </th>
            {purposes.map((column) => {
              const isChosen = row === exposure && column === purpose;
              return (
                <td
                  key={column}
                  aria-current={isChosen ? "true" : undefined}
                  className={clsx(
                    "border border-line px-2 py-1",
                    isChosen ? "bg-accent-soft font-medium text-accent-ink" : "text-ink-2",
                  )}
                >
                  {isChosen && <span aria-hidden="true">▸ </span>}
                  {computeTier(row, column)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
