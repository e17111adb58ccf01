import fc from "fast-check";
import { expect, test } from "vitest";
import { timeTicks } from "./time-ticks";

const at = (text: string) => new Date(text);

test.each([
  ["2026-11-23T10:00:00Z", "2026-11-23T14:00:00Z", ["10:00", "11:00", "12:00", "13:00", "14:00"]],
  ["2026-11-22T18:00:00Z", "2026-11-23T18:00:00Z", ["18:00", "23 Nov", "06:00", "12:00", "18:00"]],
  ["2026-11-01T00:00:00Z", "2026-11-04T00:00:00Z", ["1 Nov", "12:00", "2 Nov", "12:00", "3 Nov", "12:00", "4 Nov"]],
  ["2026-01-10T00:00:00Z", "2026-06-10T00:00:00Z", ["Feb 2026", "Mar 2026", "Apr 2026", "May 2026", "Jun 2026"]],
])("from %s to %s", (from, to, labels) => {
  const ticks = timeTicks(at(from), at(to), labels.length > 5 ? 6 : 5);
  expect(ticks.map((tick) => tick.label.trim())).toEqual(labels);
});

test("no span has no ticks", () => {
  expect(timeTicks(at("2026-01-01"), at("2026-01-01"))).toEqual([]);
});

test("ticks ascend inside the span and stay few", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 60_000, max: 3e11 }), (start, span) => {
      const from = new Date(start);
      const to = new Date(start + span);
      const times = timeTicks(from, to).map((tick) => tick.at.getTime());
      expect(times.length).toBeLessThanOrEqual(7);
      expect(
        times.every((time, index) => time >= start && time <= start + span && time > (times[index - 1] ?? -1)),
      ).toBe(true);
    }),
  );
});
