import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { riskTiers } from "@/db/enums";
import { policyPresets } from "../presets";
import { maxSourceLength, parsePolicyYaml, policyToYaml } from "./policy-yaml";

const good = `format: countersign.policy/1
name: Scoring
tiers: [low]
# Agreed with the business in October.
gates:
  - id: roc-auc
    kind: metric_threshold
    title: ROC AUC
    severity: block
    metric: roc_auc
    comparison: ">="
    limit: 0.8 # from the board
approval:
  quorum: 1
`;

test("a good text is a policy", () => {
  const { policy, problems } = parsePolicyYaml(good);
  expect(problems).toEqual([]);
  expect(policy).toMatchObject({ name: "Scoring", models: null, gates: [{ limit: 0.8 }] });
});

test.each(riskTiers)("the %s preset survives being written and read", (tier) => {
  expect(parsePolicyYaml(policyToYaml(policyPresets[tier]))).toMatchObject({
    policy: policyPresets[tier],
    problems: [],
  });
});

describe("what is wrong is told at its line and column", () => {
  test.each([
    ["a limit that is a word", good.replace("0.8 #", "high #"), 12, 5, 'limit is "high"; it has to be a number'],
    ["a field in the wrong case", good.replace("limit:", "Limit:"), 12, 5, 'did you mean "limit"?'],
    ["a misspelt field", good.replace("severity:", "sevrity:"), 9, 5, 'did you mean "severity"?'],
    ["an unknown field", good.replace("quorum: 1", "quorum: 1\n  color: red"), 15, 3, "known here: quorum"],
    ["an unknown kind", good.replace("metric_threshold", "metric_treshold"), 7, 5, "did you mean metric_threshold?"],
    ["an unknown tier", good.replace("[low]", "[low, hihg]"), 3, 14, "did you mean high?"],
    ["no quorum", good.replace("quorum: 1", "distinctGroups: 1"), 13, 1, "quorum is missing"],
    ["a quorum of none", good.replace("quorum: 1", "quorum: 0"), 14, 3, "quorum has to be at least 1"],
    ["no gates", good.replace(/gates:[\s\S]*(?=approval)/, "gates: []\n"), 5, 1, "gates has to be at least 1 entries"],
    ["a tab", good.replace("    limit", "\tlimit"), 12, 1, ""],
    ["an open quote", good.replace('">="', '">='), 15, 1, "Missing closing"],
    ["a key written twice", good.replace("name: Scoring", "name: Scoring\nname: Other"), 3, 1, "unique"],
    ["an alias", good.replace("[low]", "&t [low]").replace("quorum: 1", "quorum: *t"), 14, 11, "References"],
    ["an own type", good.replace("0.8 #", "!!js/function 0.8 #"), 12, 12, "Unresolved tag"],
    ["not a number", good.replace("0.8 #", ".nan #"), 12, 5, "limit is null; it has to be a number"],
    ["two documents", `${good}---\nname: b\n`, 15, 1, "multiple documents"],
  ])("%s", (_name, source, line, column, message) => {
    const { policy, problems } = parsePolicyYaml(source);
    expect(policy).toBeNull();
    expect(problems.map((problem) => problem.message).join("\n")).toContain(message);
    const found = problems.find((problem) => problem.message.includes(message));
    expect([found?.line, found?.column]).toEqual([line, column]);
  });

  test.each([
    ["", "has to be"],
    ["just words", "has to be"],
    ["- a\n- b\n", "has to be"],
    ["null\n", "has to be"],
  ])("a text that is no policy at all: %j", (source, message) => {
    const { policy, problems } = parsePolicyYaml(source);
    expect(policy).toBeNull();
    expect(problems[0]?.message).toContain(message);
  });
});

describe("a hostile text is refused in words and in time", () => {
  test("one that is too long", () => {
    const { problems } = parsePolicyYaml("x".repeat(1_048_576));
    expect(problems[0]?.message).toContain("1,048,576 characters; a policy may have 100,000");
    expect(maxSourceLength).toBe(100_000);
  });

  test.each([
    ["brackets", "[".repeat(90_000)],
    ["dashes", `${"- ".repeat(40_000)}a`],
    ["indentation", Array.from({ length: 400 }, (_, i) => `${" ".repeat(i)}a:`).join("\n")],
  ])("one that is nested: %s", (_name, source) => {
    expect(parsePolicyYaml(source).problems[0]?.message).toContain("nested more than 20 deep");
  });

  test("a billion laughs", () => {
    const lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"];
    for (let i = 1; i < 12; i++) lines.push(`a${i}: &a${i} [${Array.from({ length: 9 }, () => `*a${i - 1}`)}]`);
    const { value, problems } = parsePolicyYaml(lines.join("\n"));
    expect(value).toBeNull();
    expect(problems[0]?.message).toContain("write the value out");
  });

  test("one that reaches for prototypes", () => {
    const { problems } = parsePolicyYaml(`${good}__proto__:\n  polluted: true\nconstructor: 1\n`);
    expect(problems.map((problem) => problem.line)).toEqual([15, 17]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test("anything at all: it never throws, and each problem lies inside the text", () => {
    const pieces = fc.constantFrom(
      "a",
      ":",
      " ",
      "\n",
      "- ",
      "[",
      "]",
      "{",
      "}",
      "&a",
      "*a",
      "!t",
      "'",
      '"',
      "#",
      "|",
      "\t",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        const source = parts.join("");
        const { policy, problems } = parsePolicyYaml(source);
        expect(policy).toBeNull();
        expect(problems.length).toBeGreaterThan(0);
        for (const { from, to, line, column } of problems) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeGreaterThanOrEqual(from);
          expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
        }
      }),
    );
  });
});
