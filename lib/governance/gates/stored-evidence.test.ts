import { expect, test } from "vitest";
import { completeEvidence, passingGates } from "./complete-evidence-testing";
import { evaluateGate } from "./evaluate-gate";
import { evidenceSchema } from "./evidence";
import { gateSchema } from "./gate";
import { readStoredEvidence } from "./stored-evidence";

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null;

/** Every document that lacks one key of this one, at any depth. */
function* withoutOne(value: unknown): Generator<unknown> {
  if (!isObject(value)) return;
  for (const [key, part] of Object.entries(value)) {
    if (!Array.isArray(value)) {
      const { [key]: _gone, ...rest } = value;
      yield rest;
    }
    for (const changed of withoutOne(part))
      yield Array.isArray(value) ? value.with(Number(key), changed) : { ...value, [key]: changed };
  }
}

const whole = completeEvidence();

test("a stored document reads as the schema reads it, whichever part it was stored without", () => {
  expect(readStoredEvidence(whole)).toEqual(evidenceSchema.parse(whole));
  let older = 0;
  for (const document of withoutOne(whole)) {
    const checked = evidenceSchema.safeParse(document);
    if (!checked.success) continue;
    older += 1;
    expect(readStoredEvidence(document)).toEqual(checked.data);
  }
  expect(older).toBeGreaterThan(8);
});

test("gates say the same on a document read back either way", () => {
  const stored: unknown = JSON.parse(JSON.stringify(whole));
  for (const [index, more] of passingGates.entries()) {
    const gate = gateSchema.parse({ id: `g${index}`, title: "G", severity: "block", ...more });
    expect(evaluateGate(gate, readStoredEvidence(stored))).toEqual(evaluateGate(gate, evidenceSchema.parse(stored)));
  }
});

test.each([null, 3, "text", {}, { format: "countersign.evidence/9" }])(
  "what is no such document is refused: %j",
  (raw) => {
    expect(() => readStoredEvidence(raw)).toThrow();
  },
);
