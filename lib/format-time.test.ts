import { expect, test } from "vitest";
import {
  formatAge,
  formatDateTime,
  formatDuration,
  formatSpan,
  formatTimeLeft,
  formatTimestamp,
  formatWeekday,
} from "./format-time";

const at = new Date("2026-11-23T14:20:05Z");
const after = (milliseconds: number) => new Date(at.getTime() + milliseconds);
const hour = 3_600_000;

test("moments are written in UTC", () => {
  expect(formatDateTime(at)).toBe("23 Nov 2026, 14:20 UTC");
  expect(formatTimestamp(at)).toBe("23 Nov 2026 14:20:05 UTC");
  expect(formatWeekday(at)).toBe("Monday 23 Nov 2026");
  expect(formatDateTime(new Date(Number.NaN))).toBe("no date");
});

test.each([
  [40_000, "40 s"],
  [7 * 60_000, "7 min"],
  [4 * hour, "4 h"],
  [47 * hour, "47 h"],
  [106 * 24 * hour, "106 d"],
  [0, "0 s"],
])("a span of %d ms is %s", (span, text) => {
  expect(formatSpan(span)).toBe(text);
});

test("an age ahead of the clock is now, or says how far ahead", () => {
  expect(formatAge(at, after(5000))).toBe("5 s");
  expect(formatAge(after(5000), at)).toBe("now");
  expect(formatAge(after(3 * hour), at)).toBe("in 3 h");
});

test("time left turns into overdue", () => {
  expect(formatTimeLeft(after(4 * hour), at)).toBe("4 h left");
  expect(formatTimeLeft(at, after(72 * hour))).toBe("3 d overdue");
});

test.each([
  [8.7, "8.70 ms"],
  [25_000, "25.0 s"],
  [59_970, "1 min 00 s"],
  [72_000, "1 min 12 s"],
  [5 * hour + 8 * 60_000, "5 h 08 min"],
  [76 * hour, "3 d 4 h"],
  [null, "—"],
  [Number.NaN, "—"],
])("a duration of %s ms is %s", (duration, text) => {
  expect(formatDuration(duration)).toBe(text);
});
