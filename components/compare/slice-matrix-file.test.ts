import { parse } from "csv-parse/sync";
import { XMLValidator } from "fast-xml-parser";
import { describe, expect, it } from "vitest";
import { type MatrixFigures, matrixCsv, matrixSvg } from "./slice-matrix-file";

const figures: MatrixFigures = {
  metric: "recall",
  metricLabel: "Recall",
  baseline: "lines <old>",
  candidates: ["=trees", "boosted"],
  domain: [0.4, 0.8],
  rows: [
    {
      dimension: "sex",
      value: "Female",
      n: 1200,
      denominator: 400,
      isSmall: false,
      cells: [
        {
          from: 0.6,
          to: 0.5,
          fromInterval: [0.55, 0.65],
          toInterval: [0.1, 0.56],
          delta: -0.1,
          interval: [-0.15, -0.05],
          why: "McNemar",
          q: 0.001,
          verdict: "worse",
        },
        null,
      ],
    },
    {
      dimension: "age",
      value: "65+",
      n: 12,
      denominator: null,
      isSmall: true,
      cells: [
        null,
        {
          from: 0.6,
          to: null,
          fromInterval: null,
          toInterval: null,
          delta: null,
          interval: null,
          why: "",
          q: null,
          verdict: "missing",
        },
      ],
    },
  ],
};

describe("the delta matrix as files", () => {
  it("draws every slice with its change, a title, a legend and axes, within its own edges", () => {
    const svg = matrixSvg(figures);
    expect(XMLValidator.validate(svg)).toBe(true);
    for (const words of [
      "Recall by slice against lines &#60;old&#62;",
      "sex = Female",
      "1,200",
      "−0.100 worse, q 0.001",
      "95 % interval",
      ">n</text>",
    ])
      expect(svg).toContain(words);
    const width = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]);
    const places = [...svg.matchAll(/M([1-9]\d*(?:\.\d+)?) [\d.]+H(\d+(?:\.\d+)?)/g)].flatMap(([, from, to]) => [
      Number(from),
      Number(to),
    ]);
    expect(places.length).toBeGreaterThan(2);
    expect(Math.min(...places)).toBeGreaterThan(300);
    expect(Math.max(...places)).toBeLessThan(width);
  });

  it("writes a line a slice and candidate, and defuses formulas in names", () => {
    const lines = parse(matrixCsv(figures), { columns: true }) as Record<string, string>[];
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatchObject({
      slice: "sex = Female",
      candidate_run: "'=trees",
      change: "-0.1",
      candidate_low_95: "0.1",
      verdict: "worse",
    });
    expect(lines[1]).toMatchObject({ candidate_run: "boosted", candidate: "", verdict: "missing" });
  });
});
