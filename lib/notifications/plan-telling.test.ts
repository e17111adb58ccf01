import { expect, it } from "vitest";
import { planTelling } from "./plan-telling";

const facts = { choice: { inApp: true, mail: "at_once" }, mailWanted: true, mailPossible: true, age: 0 } as const;

it.each([
  [facts, { inApp: true, mail: "waiting" }],
  [
    { ...facts, choice: { inApp: true, mail: "daily" } as const },
    { inApp: true, mail: "digest" },
  ],
  [
    { ...facts, choice: { inApp: true, mail: "off" } as const },
    { inApp: true, mail: "none" },
  ],
  [
    { ...facts, choice: { inApp: false, mail: "at_once" } as const },
    { inApp: false, mail: "waiting" },
  ],
  [{ ...facts, choice: { inApp: false, mail: "off" } as const }, null],
  [
    { ...facts, mailWanted: false },
    { inApp: true, mail: "none" },
  ],
  [
    { ...facts, mailPossible: false },
    { inApp: true, mail: "none" },
  ],
  [
    { ...facts, age: 8 * 86_400_000 },
    { inApp: true, mail: "none" },
  ],
  [{ ...facts, choice: { inApp: false, mail: "at_once" } as const, mailPossible: false }, null],
])("%o is told as %o", (given, told) => {
  expect(planTelling(given)).toEqual(told);
});
