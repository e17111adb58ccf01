import { describe, expect, it } from "vitest";
import { followClientLink } from "./client-link";

describe("followClientLink", () => {
  it.each([
    ["#/experiments/1/runs/abc", "/p/credit/runs/abc"],
    ["#/experiments/1/runs/abc?x=1", "/p/credit/runs/abc"],
    ["#/experiments/1", "/p/credit/experiments/1"],
    ["#/experiments/1/models/m-1", "/p/credit/experiments/1"],
    ["#/models/income%20model/versions/3", "/p/credit/models/income%20model/versions/3"],
    ["#/models/income", "/p/credit/models/income"],
    ["#/models/income/versions/..", "/p/credit/models/income"],
    ["#//evil.example/x", null],
    ["#waiting", null],
    ["", null],
  ])("%s", (hash, page) => {
    expect(followClientLink("credit", hash)).toBe(page);
  });
});
