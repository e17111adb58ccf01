import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { runStatVector } from "./vector-runner";

const folder = fileURLToPath(new URL("../../../shared/vectors/stats/", import.meta.url));
const present = existsSync(folder);
if (!present) {
  if (process.env.CI === "true") throw new Error(`The stats vectors are missing: expected them in ${folder}`);
  console.warn(`SKIPPED: no official stats vectors in ${folder}`);
}

describe.skipIf(!present)("official stats vectors", () => {
  const files = present ? readdirSync(folder).filter((file) => file.endsWith(".json")) : [];

  test("are all there", () => {
    expect(files).toHaveLength(13);
  });

  test.each(files)("%s", (file) => {
    const result = runStatVector(JSON.parse(readFileSync(folder + file, "utf8")));
    expect(result.misses).toEqual([]);
    expect(result.passed).toBeGreaterThan(0);
  });
});

describe("the runner can fail", () => {
  const file = (expected: object, name = "mcnemar") => ({
    name,
    tolerance: 1e-9,
    cases: [{ name: "one", input: { b: 3, c: 8 }, expected }],
  });

  test.each([
    ["a wrong number", file({ exact_p: 0.2265626 }), "exact_p"],
    ["a missing field", file({ p_value: 1 }), "p_value"],
    ["a null where a number is", file({ exact_p: null }), "exact_p"],
    ["an unknown function", file({}, "mcnemars"), "name"],
    ["another format", { cases: [] }, "name"],
  ])("%s", (_, content, field) => {
    const result = runStatVector(content);
    expect(result.failed).toBe(1);
    expect(result.misses[0]?.field).toBe(field);
  });
});
