import { expect, test } from "vitest";
import { hrefWith } from "./href";

test.each([
  [{}, {}, "/runs"],
  [{ sort: "a" }, { sort: null }, "/runs"],
  [{ sort: "a", after: "x" }, { sort: "b", after: null }, "/runs?sort=b"],
  [{ filter: ["a=1", "b>2"] }, { q: "x y" }, "/runs?filter=a%3D1&filter=b%3E2&q=x+y"],
  [{ q: "" }, {}, "/runs"],
])("%o with %o is %s", (params, changes, href) => {
  expect(hrefWith("/runs", params, changes)).toBe(href);
});
