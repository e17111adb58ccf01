import { describe, expect, it } from "vitest";
import { promotionStates } from "@/db/enums";
import { readPromotion, sortByTimeLeft, type WaitingItem, waitingHeadline } from "./waiting";

const now = new Date("2026-11-23T14:20:00Z");
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const item = (key: string, due: Date | null, isUrgent = false): WaitingItem => ({
  key,
  due,
  isUrgent,
  tone: "accent",
  verb: "Decide",
  title: key,
  detail: "",
  who: "",
  href: "",
});

describe("what waits", () => {
  it("comes urgent first, then by time left, then without a date", () => {
    const items = [
      item("never", null),
      item("later", inMinutes(90)),
      item("stuck", null, true),
      item("soon", inMinutes(23)),
      item("overdue", inMinutes(-5)),
    ];
    expect(sortByTimeLeft(items).map(({ key }) => key)).toEqual(["stuck", "overdue", "soon", "later", "never"]);
  });

  it.each([
    [[], "Nothing waits for you"],
    [[item("a", null)], "One thing waits for you"],
    [[item("a", inMinutes(23))], "One thing waits for you; it is due in 23 min"],
    [[item("a", inMinutes(23)), item("b", inMinutes(300))], "Two things wait for you; the first is due in 23 min"],
    [[item("a", inMinutes(-1)), item("b", null)], "Two things wait for you; one is overdue"],
    [Array.from({ length: 12 }, (_, i) => item(String(i), null)), "12 things wait for you"],
  ])("is summed up in one sentence", (items, sentence) => {
    expect(waitingHeadline(items, now)).toBe(sentence);
  });
});

describe("readPromotion", () => {
  it.each(promotionStates)("has words for %s", (state) => {
    const reading = readPromotion({ state, counts: null, blocking: null, approvals: 0, required: null });
    expect(reading.detail).toMatch(/\.$/);
  });

  it("says how many approvals are there and what the gates say", () => {
    expect(
      readPromotion({
        state: "awaiting_approval",
        counts: { passed: 14, waived: 1 },
        blocking: 0,
        approvals: 1,
        required: 2,
      }).detail,
    ).toBe("1 of 2 approvals. Gates: 1 waived, 14 passed.");
    expect(
      readPromotion({ state: "blocked", counts: { failed: 2 }, blocking: 2, approvals: 0, required: 2 }).detail,
    ).toContain("2 gates block it.");
  });
});
