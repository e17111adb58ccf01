import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { riskTiers } from "@/db/enums";
import { policyPresets } from "../presets";
import { addGate, deleteGate, duplicateGate, moveGate, restoreGate, setField } from "./edit-yaml";
import { approvalFields, gateFields, policyFields, valueAt } from "./form-fields";
import { parsePolicyYaml, policyToYaml } from "./policy-yaml";
import { gateKindsOfSchema } from "./schema-node";

const source = `# Owned by Model Risk.
format: countersign.policy/1
name: Scoring
tiers: [low] # for now
gates:
  # Set by the board in May.
  - id: auc
    kind: metric_threshold
    title: ROC AUC
    severity: block
    metric: roc_auc
    comparison: ">="
    limit: 0.8 # from 0.75
  - id: owner
    kind: owner
    title: Owner
    severity: block
approval:
  quorum: 1
`;
const ids = (text: string) => (valueAt(parsePolicyYaml(text).value, ["gates"]) as { id: string }[]).map(({ id }) => id);

describe("what the form does to the text", () => {
  test("a value changes in its line, and every comment stays", () => {
    expect(setField(source, ["gates", 0, "limit"], 0.85)).toBe(source.replace("limit: 0.8 ", "limit: 0.85 "));
  });

  test("a field comes, goes, and takes what it needs above it along", () => {
    const aged = setField(source, ["gates", 0, "maximumAgeDays"], 30);
    expect(parsePolicyYaml(aged).policy?.gates[0]).toMatchObject({ maximumAgeDays: 30 });
    expect(setField(aged, ["gates", 0, "maximumAgeDays"], undefined)).toBe(source);
    const bare = source.replace(/approval:[\s\S]*/, "");
    expect(parsePolicyYaml(setField(bare, ["approval", "quorum"], 2)).policy?.approval.quorum).toBe(2);
    expect(parsePolicyYaml(setField(source, ["models"], ["a", "b"])).policy?.models).toEqual(["a", "b"]);
  });

  test("gates are moved with their comments, repeated under their own id, taken out and put back", () => {
    const down = moveGate(source, 0, 1);
    expect(ids(down)).toEqual(["owner", "auc"]);
    expect(down).toContain("limit: 0.8 # from 0.75");
    expect(moveGate(source, 0, -1)).toBe(source);
    expect(ids(duplicateGate(duplicateGate(source, 1), 1))).toEqual(["auc", "owner", "owner-copy-2", "owner-copy"]);
    const without = deleteGate(source, 0);
    expect(ids(without)).toEqual(["owner"]);
    const changed = setField(without, ["name"], "Other");
    expect(restoreGate(changed, source, 0)).toContain("limit: 0.8 # from 0.75");
    expect(ids(restoreGate(changed, source, 0))).toEqual(["auc", "owner"]);
  });

  test("a new gate is right where a choice is safe and marked where only its author knows", () => {
    const text = addGate(addGate(source, "owner"), "metric_threshold");
    expect(ids(text)).toEqual(["auc", "owner", "owner-2", "metric-threshold"]);
    const { problems } = parsePolicyYaml(text);
    expect(problems.map((problem) => problem.path.slice(2).join("."))).toEqual(["metric", "limit"]);
  });
});

describe("the form follows the schema", () => {
  test.each(gateKindsOfSchema)("%s has a field for everything it can hold, and can be added", (kind) => {
    const fields = gateFields(kind);
    expect(fields.map((field) => field.path.join("."))).toEqual(
      expect.arrayContaining(["id", "title", "severity", "rationale"]),
    );
    for (const field of fields) expect(field.label).not.toBe("");
    expect(ids(addGate(source, kind))).toHaveLength(3);
  });

  test("approval and reach", () => {
    expect(approvalFields.map((field) => field.path.join("."))).toContain("approval.quorum");
    expect(policyFields.map((field) => [field.path[0], field.control])).toEqual([
      ["name", "text"],
      ["description", "long"],
      ["tiers", "choices"],
      ["models", "list"],
      ["environments", "list"],
    ]);
  });
});

test("whatever the form does to a preset, the text still says what the form says", () => {
  const edit = fc.record({ gate: fc.nat(9), limit: fc.double({ min: 0, max: 1, noNaN: true }), move: fc.boolean() });
  fc.assert(
    fc.property(fc.constantFrom(...riskTiers), fc.array(edit, { maxLength: 4 }), (tier, edits) => {
      let text = policyToYaml(policyPresets[tier]);
      for (const { gate, limit, move } of edits) {
        const before = ids(text);
        if (move) {
          text = moveGate(text, gate, 1);
          expect([...ids(text)].sort()).toEqual([...before].sort());
        } else if (gate < before.length) {
          text = setField(text, ["gates", gate, "rationale"], `Because of ${limit}: "as agreed" # today`);
          expect(valueAt(parsePolicyYaml(text).value, ["gates", gate, "rationale"])).toContain(`${limit}: "as`);
        }
      }
      expect(parsePolicyYaml(text).problems).toEqual([]);
    }),
    { numRuns: 25 },
  );
});
