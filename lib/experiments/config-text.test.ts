import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { configSides, configText } from "./config-text";

describe("the configuration of a run as text", () => {
  it("has its keys in order and leaves out what clients write of themselves", () => {
    const text = configText({
      algorithm: "hgb",
      params: { max_leaf_nodes: 31, learning_rate: 0.1, nested: { b: true, a: null } },
      tags: { team: "risk", "mlflow.runName": "brave-cat-1" },
    });
    expect(text).toBe(
      "algorithm: hgb\nparams:\n  learning_rate: 0.1\n  max_leaf_nodes: 31\n  nested:\n    a: null\n    b: true\ntags:\n  team: risk\n",
    );
  });

  it("reads back as what it was written from, whatever is in keys and values", () => {
    const word = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
      .filter((value) => value.isWellFormed() && value !== "__proto__");
    fc.assert(
      fc.property(
        fc.dictionary(word, fc.oneof(word, fc.integer(), fc.boolean(), fc.array(word, { maxLength: 3 }))),
        (params) => {
          expect(parse(configText({ algorithm: null, params, tags: {} })).params).toEqual({ ...params });
        },
      ),
    );
  });

  it("stands for two runs that are not the same, whatever is asked", () => {
    const runs = [{ id: "a" }, { id: "b" }, { id: "c" }];
    const sides = (configFrom: string | null, configTo: string | null) =>
      configSides(runs, { configFrom, configTo })?.map((run) => run.id);
    expect(sides(null, null)).toEqual(["a", "b"]);
    expect(sides("b", null)).toEqual(["b", "a"]);
    expect(sides("c", "c")).toEqual(["c", "a"]);
    expect(sides("gone", "c")).toEqual(["a", "c"]);
    expect(configSides([{ id: "a" }], { configFrom: null, configTo: null })).toBeNull();
  });
});
