import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commitKey, isSameCommit, normalizeCommit } from "./commit";
import { newestOfEach } from "./current-checks";
import { placeReport } from "./place-report";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 9, minute));
const stored = (id: string, digest: string, minute: number, isCurrent: boolean) => ({
  id,
  digest,
  ranAt: at(minute),
  isCurrent,
});

describe("where a report belongs", () => {
  const history = [stored("old", "a", 1, false), stored("now", "b", 5, true)];
  it.each([
    ["the first of its check", [], { digest: "a", minute: 1, isDated: false }, { outcome: "recorded" }],
    ["a newer one", history, { digest: "c", minute: 6, isDated: true }, { outcome: "recorded" }],
    ["the current one again", history, { digest: "b", minute: 9, isDated: false }, { outcome: "unchanged", id: "now" }],
    [
      "one of the same moment with other content",
      history,
      { digest: "c", minute: 5, isDated: true },
      { outcome: "recorded" },
    ],
    ["one that ran before the current one", history, { digest: "c", minute: 4, isDated: true }, { outcome: "late" }],
    [
      "a retry of an earlier, dated one",
      history,
      { digest: "a", minute: 1, isDated: true },
      { outcome: "unchanged", id: "old" },
    ],
    [
      "undated content seen before: the check ended so again",
      history,
      { digest: "a", minute: 9, isDated: false },
      { outcome: "recorded" },
    ],
  ] as const)("%s", (_name, before, { digest, minute, isDated }, placement) => {
    expect(placeReport(before, { digest, ranAt: at(minute), isDated })).toEqual(placement);
  });
});

describe("commits", () => {
  const full = "646009139035f2ddd3a7ac1903221ffa4f5f38c4";
  it.each([
    [full, full, true],
    [full, "6460091", true],
    ["  6460091390 ", full.toUpperCase(), true],
    [full, "646009", false],
    [full, `${full.slice(0, 8)}f`, false],
    ["release-7", "release-7", true],
    ["release-7", "release-71", false],
  ])("%s and %s: %s", (a, b, same) => {
    expect([isSameCommit(a, b), isSameCommit(b, a)]).toEqual([same, same]);
  });

  it("has one key for every form of a commit", () => {
    const hex = fc.stringMatching(/^[0-9a-f]{40}$/);
    fc.assert(
      fc.property(hex, fc.integer({ min: 7, max: 40 }), (hash, length) => {
        const short = hash.slice(0, length).toUpperCase();
        expect(isSameCommit(hash, short)).toBe(true);
        expect(commitKey(normalizeCommit(short))).toBe(commitKey(hash));
      }),
    );
  });
});

describe("the newest report of each check", () => {
  it("is chosen by when it ran, in the order of the kinds", () => {
    const report = (
      id: string,
      kind: "training_smoke" | "transformation_tests",
      name: string,
      ran: number,
      reported = ran,
    ) => ({
      id,
      kind,
      name,
      ranAt: at(ran),
      reportedAt: at(reported),
    });
    const found = newestOfEach([
      report("smoke", "training_smoke", "train", 1),
      report("older", "transformation_tests", "pytest", 2, 9),
      report("newer", "transformation_tests", "pytest", 3, 4),
      report("other", "transformation_tests", "jest", 1),
    ]);
    expect(found.map(({ id }) => id)).toEqual(["other", "newer", "smoke"]);
  });
});
