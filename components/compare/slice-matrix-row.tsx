import clsx from "clsx";
import { Fragment, type ReactNode } from "react";
import { Dumbbell } from "@/components/charts/dumbbell";
import type { Domain } from "@/components/charts/scale";
import { Td } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { toneText } from "@/components/ui/tone";
import { type CompareState, compareHref } from "@/lib/experiments/compare-url";
import { dimensionLabel, valueLabel } from "@/lib/experiments/slice-label";
import { formatCount, formatInterval, formatNumber, formatProbability, formatSigned } from "@/lib/format";
import type { MatrixCell, MatrixRow } from "./slice-matrix-file";
import { sliceVerdicts } from "./slice-verdict";

type RowProps = {
  project: string;
  state: CompareState;
  row: MatrixRow;
  domain: Domain;
  /** Beside the slice's name. */
  note?: ReactNode;
};

export const plotWidth = 180;

/** One slice: its name pins it on the page; then dumbbell, change and q for each candidate. */
export function SliceMatrixRow({ project, state, row, domain, note }: RowProps) {
  const isPinned = state.slice?.dimension === row.dimension && state.slice.value === row.value;
  const pin = isPinned ? null : { dimension: row.dimension, value: row.value };
  return (
    <tr data-tone={row.isSmall ? "muted" : undefined} data-selected={isPinned || undefined}>
      <th
        scope="row"
        className={clsx("md:sticky md:start-0 md:z-1 font-normal!", isPinned ? "bg-accent-soft" : "bg-panel")}
      >
        <TextLink
          quiet
          scroll={false}
          prefetch={false}
          href={compareHref(project, state, { slice: pin })}
          aria-current={isPinned ? "true" : undefined}
          title={isPinned ? "Unpin this slice" : "Pin this slice on the whole page"}
        >
          <bdi>{valueLabel(row.dimension, row.value)}</bdi>
        </TextLink>{" "}
        <span className="text-xs text-ink-3">{dimensionLabel(row.dimension)}</span>
        {note}
      </th>
      <Td align="end" title="Rows behind the metric, of all rows of the slice">
        {row.denominator === null || row.denominator === row.n ? (
          ""
        ) : (
          <>
            {formatCount(row.denominator)} <span className="text-ink-3">of</span>{" "}
          </>
        )}
        {formatCount(row.n)}
      </Td>
      {row.cells.map((cell, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a candidate is its place
        <Fragment key={index}>
          <Td className="border-s border-line">{cell && <SliceDumbbell cell={cell} domain={domain} />}</Td>
          <ChangeCell cell={cell} />
          <Td align="end" title={cell?.why}>
            {cell?.q === null || cell?.q === undefined ? (
              <span className="text-ink-3">{cell ? sliceVerdicts[cell.verdict].word : ""}</span>
            ) : (
              formatProbability(cell.q)
            )}
          </Td>
        </Fragment>
      ))}
    </tr>
  );
}

function SliceDumbbell({ cell, domain }: { cell: MatrixCell; domain: Domain }) {
  const { from, to, fromInterval, toInterval, verdict } = cell;
  if (from === null || to === null) return null;
  const isClear = verdict === "worse" || verdict === "better";
  return (
    <Dumbbell
      label={`From ${formatNumber(from, { digits: 3 })} to ${formatNumber(to, { digits: 3 })}, ${sliceVerdicts[verdict].word}`}
      domain={domain}
      from={{ value: from, low: fromInterval?.[0] ?? null, high: fromInterval?.[1] ?? null }}
      to={{ value: to, low: toInterval?.[0] ?? null, high: toInterval?.[1] ?? null }}
      verdict={isClear ? verdict : "unclear"}
      muted={verdict === "too_small"}
      width={plotWidth}
      height={24}
    />
  );
}

function ChangeCell({ cell }: { cell: MatrixCell | null }) {
  if (!cell || cell.delta === null)
    return (
      <Td align="end" title={cell?.why}>
        —
      </Td>
    );
  const { word, tone } = sliceVerdicts[cell.verdict];
  const arrow = cell.delta === 0 ? "=" : cell.delta > 0 ? "↑" : "↓";
  const interval = cell.interval
    ? `95 % interval of the change ${formatInterval(cell.interval[0], cell.interval[1], 3)}. `
    : "";
  return (
    <Td
      align="end"
      title={`${interval}${cell.why}`}
      className={cell.verdict === "worse" || cell.verdict === "better" ? `${toneText[tone]} font-medium` : undefined}
    >
      {formatSigned(cell.delta, { digits: 3 })} <span aria-hidden="true">{arrow}</span>{" "}
      <span className={cell.verdict === "worse" || cell.verdict === "better" ? "text-xs" : "sr-only"}>{word}</span>
    </Td>
  );
}
