"use client";

import { useRef } from "react";
import { ChartDownloads } from "./chart-downloads";
import { withColours } from "./serialize-svg";
import { type MatrixFigures, matrixCsv, matrixSvg } from "./slice-matrix-file";

/** The delta matrix as files: the same slices and candidates that the table shows. */
export function SliceMatrixDownloads({ figures }: { figures: MatrixFigures }) {
  const box = useRef<HTMLDivElement>(null);
  return (
    <div ref={box} className="flex justify-end">
      <ChartDownloads
        name={`${figures.metric} slices`}
        svg={() => box.current && withColours(matrixSvg(figures), box.current)}
        csv={() => matrixCsv(figures)}
      />
    </div>
  );
}
