import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aliasProblem, bindingOf, boundAliases, foldAlias, versionsServing } from "./alias";
import { environmentOfStage, stageNamed, stageOf } from "./stage";

const places = { environments: ["staging", "production"], targets: ["benefits-eu", "benefits-us"] };
const serving = [
  { target: "benefits-eu", environment: "production", version: 3 },
  { target: "benefits-us", environment: "production", version: 3 },
  { target: "trial", environment: "staging", version: 5 },
];

describe("aliasProblem", () => {
  it.each(["a", "challenger", "über-1", "A_b-9", "v", "v1a", "x".repeat(255)])("takes %s", (alias) => {
    expect(aliasProblem(alias)).toBeNull();
  });

  it.each([
    ["", "cannot be empty"],
    ["a b", "alphanumerics"],
    ["a.b", "alphanumerics"],
    ["a/b", "alphanumerics"],
    ["a@b", "alphanumerics"],
    ["latest", "reserved"],
    ["LATEST", "reserved"],
    ["ＬＡＴＥＳＴ", "reserved"],
    ["v1", "reserved"],
    ["V23", "reserved"],
    ["x".repeat(256), "length"],
  ])("refuses %j", (alias, why) => expect(aliasProblem(alias)).toContain(why));
});

describe("bindingOf", () => {
  it.each([
    ["production", "production"],
    ["Production", "production"],
    ["ｐｒｏｄ", "production"],
    ["champion", "production"],
    ["CHAMPION", "production"],
    ["live", "production"],
    ["staging", "staging"],
    ["Stage", "staging"],
  ])("binds %s to the environment %s", (alias, environment) => {
    expect(bindingOf(alias, places)).toEqual({ kind: "environment", environment });
  });

  it("binds the names of the model's targets", () => {
    expect(bindingOf("Benefits-EU", places)).toEqual({ kind: "target", target: "benefits-eu" });
  });

  it.each(["challenger", "candidate", "nightly", "productive", "champion2"])("leaves %s alone", (alias) => {
    expect(bindingOf(alias, places)).toBeNull();
  });

  it("keeps customary words bound where no environment has them", () => {
    expect(bindingOf("staging", { environments: ["eu"], targets: [] })).toEqual({
      kind: "environment",
      environment: null,
    });
    expect(bindingOf("champion", { environments: ["test", "eu"], targets: [] })).toEqual({
      kind: "environment",
      environment: "eu",
    });
  });

  it("does not depend on case", () => {
    const word = fc.constantFrom("production", "staging", "champion", "benefits-us", "challenger");
    const cased = word.chain((text) =>
      fc
        .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
        .map((up) => [...text].map((c, i) => (up[i] ? c.toUpperCase() : c)).join("")),
    );
    fc.assert(
      fc.property(cased, (alias) => {
        expect(bindingOf(alias, places)).toEqual(bindingOf(foldAlias(alias), places));
      }),
    );
  });
});

describe("bound aliases", () => {
  it("lead to what serves there", () => {
    expect(boundAliases(places, serving, new Set())).toEqual([
      { alias: "staging", version: 5 },
      { alias: "production", version: 3 },
      { alias: "champion", version: 3 },
      { alias: "benefits-eu", version: 3 },
      { alias: "benefits-us", version: 3 },
    ]);
  });

  it("lead nowhere when two targets of an environment differ, and leave out what is free", () => {
    const differ = [...serving.slice(0, 1), { target: "benefits-us", environment: "production", version: 2 }];
    expect(boundAliases(places, differ, new Set(["champion"]))).toEqual([
      { alias: "benefits-eu", version: 3 },
      { alias: "benefits-us", version: 2 },
    ]);
    expect(versionsServing({ kind: "environment", environment: "production" }, differ)).toEqual([2, 3]);
  });
});

describe("stages", () => {
  it("are read from where a version serves", () => {
    const stage = (version: number, status: "active" | "archived" = "active") =>
      stageOf({ version, status }, serving, places.environments);
    expect([stage(3), stage(5), stage(4), stage(4, "archived")]).toEqual(["Production", "Staging", "None", "Archived"]);
  });

  it("have names in any case, and two of them an environment", () => {
    expect([stageNamed("PRODUCTION"), stageNamed("none"), stageNamed("live")]).toEqual(["Production", "None", null]);
    expect(environmentOfStage("Production", ["test", "eu"])).toBe("eu");
    expect(environmentOfStage("Staging", ["test", "eu"])).toBeNull();
    expect(environmentOfStage("Archived", ["test", "eu"])).toBeNull();
  });
});
