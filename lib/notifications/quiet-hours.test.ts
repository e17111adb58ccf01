import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isQuiet, isTimeZone, lastDigest, sendAt } from "./quiet-hours";

const quiet = (quietFrom: number | null, quietTo: number | null, timeZone = "UTC") => ({
  quietFrom,
  quietTo,
  timeZone,
});
const at = (text: string) => new Date(text);

describe("quiet hours", () => {
  it.each([
    ["2026-11-23T23:00:00Z", quiet(22, 7), true],
    ["2026-11-23T06:59:59Z", quiet(22, 7), true],
    ["2026-11-23T07:00:00Z", quiet(22, 7), false],
    ["2026-11-23T12:00:00Z", quiet(12, 13), true],
    ["2026-11-23T13:00:00Z", quiet(12, 13), false],
    ["2026-11-23T12:00:00Z", quiet(null, null), false],
    ["2026-11-23T12:00:00Z", quiet(8, 8), true],
    // Berlin is an hour ahead in winter, two in summer; Kolkata five and a half.
    ["2026-11-23T21:30:00Z", quiet(22, 7, "Europe/Berlin"), true],
    ["2026-07-23T20:30:00Z", quiet(22, 7, "Europe/Berlin"), true],
    ["2026-07-23T19:30:00Z", quiet(22, 7, "Europe/Berlin"), false],
    ["2026-11-23T16:45:00Z", quiet(22, 7, "Asia/Kolkata"), true],
  ])("%s with %o: %s", (moment, hours, expected) => {
    expect(isQuiet(at(moment), hours)).toBe(expected);
  });

  it("a mail waits for the end of the quiet hours, on the person's own clock", () => {
    expect(sendAt(at("2026-11-23T23:10:00Z"), quiet(22, 7))).toEqual(at("2026-11-24T07:00:00Z"));
    expect(sendAt(at("2026-11-23T23:10:00Z"), quiet(22, 7, "Europe/Berlin"))).toEqual(at("2026-11-24T06:00:00Z"));
    expect(sendAt(at("2026-11-23T17:10:00Z"), quiet(22, 7, "Asia/Kolkata"))).toEqual(at("2026-11-24T01:30:00Z"));
    expect(sendAt(at("2026-11-23T12:10:00Z"), quiet(22, 7))).toEqual(at("2026-11-23T12:10:00Z"));
  });

  it("a mail is never sent in quiet hours that leave an hour of the day, nor held longer than a day", () => {
    const hour = fc.integer({ min: 0, max: 23 });
    const moment = fc.date({ min: at("2026-01-01T00:00:00Z"), max: at("2027-01-01T00:00:00Z"), noInvalidDate: true });
    const zone = fc.constantFrom("UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York");
    fc.assert(
      fc.property(moment, hour, hour, zone, (now, from, to, timeZone) => {
        const hours = quiet(from, to, timeZone);
        const sent = sendAt(now, hours);
        expect(sent.getTime()).toBeGreaterThanOrEqual(now.getTime());
        expect(sent.getTime() - now.getTime()).toBeLessThanOrEqual(24 * 3_600_000);
        if (from !== to) expect(isQuiet(sent, hours)).toBe(false);
      }),
    );
  });
});

describe("summaries", () => {
  it.each([
    ["2026-11-23T07:59:00Z", "UTC", "2026-11-22T08:00:00Z"],
    ["2026-11-23T08:00:00Z", "UTC", "2026-11-23T08:00:00Z"],
    ["2026-11-23T08:00:00Z", "Europe/Berlin", "2026-11-23T07:00:00Z"],
    ["2026-11-23T12:00:00Z", "America/New_York", "2026-11-22T13:00:00Z"],
  ])("at %s in %s the last was due at %s", (moment, zone, due) => {
    expect(lastDigest(at(moment), zone)).toEqual(at(due));
  });

  it("knows time zones by name", () => {
    expect(isTimeZone("Europe/Berlin")).toBe(true);
    expect(isTimeZone("Mars/Olympus")).toBe(false);
  });
});
