import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** What approvals promise, and the test that holds each promise: a file below lib/ and a test's name in it. */
const rules: [number, string, string, string][] = [
  [
    1,
    "contributors never approve",
    "promotions/commands/approvals.test.ts",
    "refuses %s, who contributed, and records the refusal",
  ],
  [1, "nor in the database", "promotions/commands/approvals.test.ts", "is held by the database too"],
  [1, "two accounts are one person", "promotions/commands/link-person.test.ts", "takes conflicts of duty along"],
  [
    2,
    "eligible when deciding and when carrying out",
    "promotions/commands/approvals.test.ts",
    "judges approvers again: a lost role or a disabled account is refused",
  ],
  [
    3,
    "bound to the digest that was shown",
    "promotions/commands/approvals.test.ts",
    "refuses a stale digest with a field-by-field diff, and voids what was approved",
  ],
  [
    4,
    "stale, kept, expiring",
    "promotions/commands/approvals.test.ts",
    "expires after the policy's days, not before, and then stays closed",
  ],
  [
    5,
    "quorum by tier, groups, fresh sign-in, waiting",
    "promotions/commands/approvals.test.ts",
    "needs a fresh sign-in and two groups at high tier, and waits before execution",
  ],
  [
    5,
    "distinct persons",
    "promotions/commands/approvals.test.ts",
    "counts one person once, even when they click twice at once",
  ],
  [
    5,
    "distinct persons, found out later",
    "promotions/commands/link-person.test.ts",
    "two approvals by accounts that turn out to be one person's count once",
  ],
  [
    6,
    "objections block until cleared or overridden",
    "promotions/commands/approvals.test.ts",
    "block until their author clears them",
  ],
  [
    7,
    "break-glass on record",
    "deployments/break-glass.test.ts",
    "carries a blocked promotion out without a quorum, once, and says what it went past",
  ],
  [
    7,
    "reviewed or alarmed",
    "deployments/break-glass.test.ts",
    "raises one alarm when it is missed, and is taken late",
  ],
  [8, "carried out once", "promotions/commands/approvals.test.ts", "starts one rollout, once, however many try"],
  [9, "rolled back in one step", "deployments/break-glass.test.ts", "is rolled back in one step as ever"],
  [
    10,
    "a stricter policy voids",
    "promotions/commands/approvals.test.ts",
    "evaluates again under a tier that became stricter",
  ],
  [
    11,
    "signature record",
    "promotions/commands/approvals.test.ts",
    "takes two people, one from risk, and signs what each saw",
  ],
  [
    11,
    "when they proved who they are",
    "auth/oidc.test.ts",
    "takes the time of authentication from the provider, not from the click",
  ],
  [11, "signed by their own device", "promotions/commands/passkeys.test.ts", "verifies offline"],
  [
    12,
    "access review",
    "auth/commands/access-review.test.ts",
    "lists every role that decides something, and nobody attests their own",
  ],
  [
    12,
    "delegation is limited and not transitive",
    "promotions/commands/delegations.test.ts",
    "is not transitive: what was handed to one cannot be used by another",
  ],
];

test.each(rules)("rule %i, %s, has its test", (_number, _what, file, name) => {
  expect(readFileSync(new URL(`../${file}`, import.meta.url), "utf8")).toContain(name);
});

test("no rule is without a test", () => {
  expect([...new Set(rules.map(([number]) => number))]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
});
