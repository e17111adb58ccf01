import { expect, it } from "vitest";
import { domainOf } from "@/components/charts/scale";
import type { ShownRuns } from "@/lib/experiments/shown-runs";
import type { ShownRun } from "@/lib/experiments/shown-runs-query";
import { domainsKeeper } from "./widening-domains";

const row = (value: number | null) =>
  ({
    id: String(value),
    metrics: { auc: { value, raw: null, low: null, high: null, n: null } },
  }) as unknown as ShownRun;
const column = { id: "interval:auc", column: { kind: "interval" as const, metric: "auc" }, isFrozen: false };
const page = (values: (number | null)[]): ShownRuns => ({
  rows: values.map(row),
  baseline: null,
  pins: [],
  columns: [column],
  after: null,
  before: null,
  start: 0,
});
const grown = (before: ShownRuns, ...values: (number | null)[]) => ({
  ...before,
  rows: [...before.rows, ...values.map(row)],
});

it("keeps the axis of the first rows while others fit, and the very same map", () => {
  const first = page([0.7, 0.9, null]);
  const domains = domainsKeeper(first);
  const start = domains(first);
  expect(start.get("auc")).toEqual(domainOf([0.7, 0.9]));
  expect(domains(grown(first, 0.8, Number.NaN, null))).toBe(start);
});

it("widens on the side where a value lies beyond, with room for the next", () => {
  const first = page([0.7, 0.9]);
  const domains = domainsKeeper(first);
  const [low, high] = domains(first).get("auc") ?? [0, 0];
  const more = grown(first, 0.5);
  const wider = domains(more);
  expect(wider.get("auc")?.[1]).toBe(high);
  expect(wider.get("auc")?.[0]).toBeCloseTo(0.5 - (high - 0.5) * 0.25);
  expect(wider.get("auc")?.[0]).toBeLessThan(low);
  expect(domains(grown(more, 0.45))).toBe(wider);
});

it("sees a run on top and one that was read again", () => {
  const first = page([0.7, 0.9]);
  const domains = domainsKeeper(first);
  expect(domains({ ...first, baseline: row(2) }).get("auc")?.[1]).toBeGreaterThan(2);
  expect(domains({ ...first, rows: [row(0.7), row(5)] }).get("auc")?.[1]).toBeGreaterThan(5);
});
