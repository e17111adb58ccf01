"use client";

import { ScrollArea } from "@/components/ui/scroll-area";
import { Table, Td, Th } from "@/components/ui/table";
import type { AlignedCurves } from "@/lib/experiments/curves/align-curves";
import type { DrawnCurve } from "@/lib/experiments/curves/draw-curve";
import { formatCount, formatNumber } from "@/lib/format";
import type { StyledCurve } from "./curves-style";

type CurvesValuesProps = {
  curves: readonly DrawnCurve[];
  styles: readonly StyledCurve[];
  aligned: AlignedCurves;
  cursor: number | null;
  /** Place of the cursor in words. */
  at: string | null;
  digits: number;
};

/** Legend and figures in one: each run's mark with its value at the cursor, its extremes and its last value. */
export function CurvesValues({ curves, styles, aligned, cursor, at, digits }: CurvesValuesProps) {
  const figure = (value: number | null | undefined) => formatNumber(value ?? null, { digits });
  return (
    <ScrollArea className="max-h-72 overflow-auto rounded-s border border-line">
      <Table caption="Curves" density="dense" data-sticky>
        <thead>
          <tr>
            <Th>Run</Th>
            <Th align="end">{at === null ? "At the cursor" : `At ${at}`}</Th>
            <Th align="end">Lowest</Th>
            <Th align="end">Highest</Th>
            <Th align="end">Last</Th>
            <Th align="end">Points</Th>
          </tr>
        </thead>
        <tbody>
          {styles.map((style, index) => {
            const curve = curves[index];
            return (
              <tr key={style.id}>
                <th scope="row" className="font-normal!">
                  <span className="flex items-center gap-2">
                    <svg width="18" height="6" aria-hidden="true" className="flex-none">
                      <path d="M0 3H18" stroke={style.colour} strokeDasharray={style.dash} strokeWidth="2" />
                    </svg>
                    <bdi className="max-w-72 truncate">{style.name}</bdi>
                  </span>
                </th>
                <Td align="end">{cursor === null ? "—" : figure(aligned.values[index]?.[cursor])}</Td>
                <Td align="end">{figure(curve?.lowest)}</Td>
                <Td align="end">{figure(curve?.highest)}</Td>
                <Td align="end">{figure(curve?.last.at(-1))}</Td>
                <Td align="end">{formatCount(curve?.points ?? 0)}</Td>
              </tr>
            );
          })}
        </tbody>
      </Table>
    </ScrollArea>
  );
}
