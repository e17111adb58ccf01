import { expect, test } from "vitest";
import { currentLink } from "./navigation-types";

const groups = [
  { links: [{ href: "/p/a", label: "Today" }] },
  {
    label: "Govern",
    links: [
      { href: "/p/a/audit", label: "Audit" },
      { href: "/p/a/settings", label: "Settings" },
    ],
  },
];

test.each([
  ["/p/a", "/p/a"],
  ["/p/a/audit", "/p/a/audit"],
  ["/p/a/audit/42", "/p/a/audit"],
  ["/p/a/auditors", "/p/a"],
  ["/p/b", null],
])("%s belongs to %s", (path, href) => {
  expect(currentLink(path, groups)).toBe(href);
});
