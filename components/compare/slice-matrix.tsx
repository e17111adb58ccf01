import type { ReactNode } from "react";
import type { Comparison } from "@/lib/experiments/compare-page-query";
import { countVerdicts, type SliceRow } from "@/lib/experiments/compare-slices";
import type { CompareState } from "@/lib/experiments/compare-url";
import { SliceMatrixDownloads } from "./slice-matrix-downloads";
import { matrixFigures } from "./slice-matrix-figures";
import { SliceMatrixTable } from "./slice-matrix-table";

type SliceMatrixProps = {
  project: string;
  state: CompareState;
  comparison: Comparison;
  rows: readonly SliceRow[];
  note?: (row: SliceRow) => ReactNode;
  /** Offers what is shown as files below it. */
  downloads?: boolean;
};

/** Every slice against the baseline, sent as its figures: as elements, hundreds of cells would be most of the page. */
export function SliceMatrix({ project, state, comparison, rows, note, downloads = false }: SliceMatrixProps) {
  const figures = matrixFigures(comparison, rows);
  return (
    <>
      <SliceMatrixTable
        project={project}
        state={state}
        figures={figures}
        counts={comparison.deltas.map(countVerdicts)}
        notes={note && rows.map(note)}
      />
      {downloads && <SliceMatrixDownloads figures={figures} />}
    </>
  );
}
