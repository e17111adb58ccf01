import { parse } from "csv-parse/sync";
import { expect, it } from "vitest";
import { comparisonCsv } from "./compare-csv";

const figure = (value: number) => ({ value, raw: null, low: null, high: null, n: 10 });
const run = (id: string, name: string) => ({ id, name }) as never;

it("writes one line a metric and a slice, and defuses formulas in names", () => {
  const csv = comparisonCsv({
    baseline: run("a", '=HYPERLINK("http://x")'),
    candidates: [run("b", 'with "quotes", and\nlines')],
    metric: "recall",
    slice: null,
    metricRows: [
      {
        key: "accuracy",
        label: "Accuracy",
        better: "higher",
        digits: 4,
        group: "Quality",
        baseline: figure(0.5),
        candidates: [{ figure: figure(0.4), delta: -0.1, low: -0.2, high: 0, evidence: "paired", isClear: false }],
      },
    ],
    deltas: [
      [
        {
          dimension: "sex",
          value: "Female",
          n: 20,
          denominator: 10,
          baseline: 0.5,
          candidate: 0.4,
          delta: -0.1,
          interval: [-0.2, 0],
          test: "mcnemar",
          why: "",
          pValue: 0.01,
          qValue: 0.02,
          verdict: "worse",
          worsening: 0.1,
        },
      ],
    ],
  });
  const rows: Record<string, string>[] = parse(csv, { columns: true });
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatchObject({
    kind: "metric",
    metric: "accuracy",
    change: "-0.1",
    baseline_run: `'=HYPERLINK("http://x")`,
    candidate_run: 'with "quotes", and\nlines',
  });
  expect(rows[1]).toMatchObject({
    kind: "slice",
    dimension: "sex",
    slice: "Female",
    q_bh: "0.02",
    verdict: "worse",
    evidence: "mcnemar",
  });
});
