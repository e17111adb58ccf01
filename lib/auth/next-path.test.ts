import { expect, it } from "vitest";
import { nextPath } from "./next-path";

it.each([
  ["/p/credit/runs/1?tab=slices#top", "/p/credit/runs/1?tab=slices#top"],
  ["/", "/"],
  ["/signed-in", "/signed-in"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["/\t/evil.example", "/"],
  ["https://evil.example/p/credit", "/"],
  ["javascript:alert(1)", "/"],
  ["/sign-in?next=/p/a", "/"],
  ["/setup?token=x", "/"],
  ["/api/auth/signout", "/"],
  ["p/credit", "/"],
  [undefined, "/"],
  [["/p/a", "/p/b"], "/"],
  [`/p/${"a".repeat(3000)}`, "/"],
])("%j leads to %s", (wish, expected) => {
  expect(nextPath(wish)).toBe(expected);
});
