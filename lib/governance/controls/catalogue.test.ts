import { expect, test } from "vitest";
import { catalogue, frameworks } from "./catalogue";
import { type EvidenceFacts, evidenceKinds, evidenceOnRecord } from "./evidence-kinds";

test("every control has an id of its own, a framework, and evidence", () => {
  expect(new Set(catalogue.map((control) => control.id)).size).toBe(catalogue.length);
  expect(new Set(catalogue.map((control) => control.framework))).toEqual(new Set(frameworks));
  for (const { evidence, title } of catalogue) {
    expect(evidence.length).toBeGreaterThan(0);
    expect(title.length).toBeLessThan(60);
  }
});

test("no title claims that anything is met", () => {
  for (const { title } of catalogue) expect(title).not.toMatch(/complian|conform|certif|met\b/i);
});

test.each([
  [["audit_log"], { audit_log: 3 }, "evidence_in_place"],
  [["audit_log", "gates"], { audit_log: 3 }, "evidence_partial"],
  [["gates"], {}, "evidence_missing"],
  [[], {}, "evidence_missing"],
] as const)("%j with %j on record suggests %s", (kinds, some, suggestion) => {
  const facts = Object.fromEntries(evidenceKinds.map((kind) => [kind, 0])) as Record<string, number>;
  expect(evidenceOnRecord(kinds, { ...facts, ...some } as EvidenceFacts).suggestion).toBe(suggestion);
});
