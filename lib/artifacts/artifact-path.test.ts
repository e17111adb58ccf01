import { describe, expect, it } from "vitest";
import { cleanPath, isSafePath, locationPath, parseOwnerPath } from "./artifact-path";

describe("isSafePath", () => {
  it.each([
    "a.txt",
    "model/MLmodel",
    "a b/ü.csv",
    "100%.txt",
    "a..b",
    "...",
    "",
    "metric:loss.json",
    "x'; drop table runs; --",
  ])("takes %j", (path) => {
    expect(isSafePath(path)).toBe(true);
  });

  it.each([
    "..",
    "../x",
    "a/../../x",
    "%2e%2e/x",
    "a/%2E%2E/x",
    "%252e%252e%252fx",
    "/etc/passwd",
    "%2Fetc/passwd",
    "file:///etc/passwd",
    "C:\\x",
    "c:/x",
    "a\\..\\b",
    "a%5c..%5cb",
    "a#b",
    "a%23b",
    "a\0b",
    "a%00b",
    "a\nb",
    "%25252525252525252e%25252525252525252e/x",
    "x".repeat(1_001),
  ])("refuses %j, whatever it is after decoding", (path) => {
    expect(isSafePath(path)).toBe(false);
  });
});

describe("paths of the store", () => {
  it("have no empty segments and no dots", () => {
    expect(cleanPath("./a//b/./c/")).toBe("a/b/c");
  });

  it.each([
    ["1/run-1/artifacts/a/b.txt", { base: "1", owner: "run", ownerId: "run-1", path: "a/b.txt" }],
    ["1/run-1/artifacts", { base: "1", owner: "run", ownerId: "run-1", path: "" }],
    ["team/x/run-1/artifacts/a", { base: "team/x", owner: "run", ownerId: "run-1", path: "a" }],
    ["1/run-1/artifacts/sub/artifacts/a", { base: "1", owner: "run", ownerId: "run-1", path: "sub/artifacts/a" }],
    [
      `1/models/m-${"a".repeat(32)}/artifacts/MLmodel`,
      { base: "1", owner: "model", ownerId: `m-${"a".repeat(32)}`, path: "MLmodel" },
    ],
    ["1/run-1/other/a", null],
    ["a.txt", null],
    ["", null],
  ])("%j is in the folder of %j", (path, owner) => {
    expect(parseOwnerPath(path)).toEqual(owner);
  });

  it.each([
    ["mlflow-artifacts:/1", "1"],
    ["mlflow-artifacts:///team/x", "team/x"],
    ["s3://bucket/1", null],
    ["/srv/mlflow", null],
  ])("%s is kept at %j", (location, path) => {
    expect(locationPath(location)).toBe(path);
  });
});
