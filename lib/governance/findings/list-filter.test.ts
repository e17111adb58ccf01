import { expect, test } from "vitest";
import { findingFilterQuery, parseFindingFilter } from "./list-filter";

test.each(["", "?view=all&sort=severity", "?view=overdue&severity=high&state=mitigated&model=a+b"])(
  "the filter of %j is the address it came from",
  (query) => {
    const params = Object.fromEntries(new URLSearchParams(query));
    expect(findingFilterQuery(parseFindingFilter(params))).toBe(query);
  },
);

test("what is not understood is left out", () => {
  const filter = parseFindingFilter({ view: "x", sort: ["due", "severity"], severity: "huge", state: "", model: "" });
  expect(filter).toEqual({ view: "unsettled", sort: "due", severity: null, state: null, model: null });
});
