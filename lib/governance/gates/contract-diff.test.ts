import fc from "fast-check";
import { expect, test } from "vitest";
import { field } from "./complete-evidence-testing";
import { changeText, consumerBreaks, diffSignatures } from "./contract-diff";
import type { FieldEvidence } from "./evidence-of-runs";

const inputs = (...fields: FieldEvidence[]) => ({ inputs: fields, outputs: [] });
const outputs = (...fields: FieldEvidence[]) => ({ inputs: [], outputs: fields });
const age = field("age");
const optional = field("age", "double", { required: false });
const tensor = (shape: number[], dtype = "float32") => field("x", "tensor", { dtype, shape });

test.each([
  ["a required input is added", inputs(), inputs(age), "input age (double) added: it is required"],
  ["an optional input is added", inputs(), inputs(optional), "input age (double, optional) added"],
  ["an input is removed", inputs(age), inputs(), "input age (double) removed"],
  [
    "an input is retyped",
    inputs(age),
    inputs(field("age", "string")),
    "input age (double → string) retyped: the type sent does not fit",
  ],
  ["an input takes more", inputs(field("age", "integer")), inputs(age), "input age (integer → double) retyped"],
  [
    "an input takes less",
    inputs(age),
    inputs(field("age", "integer")),
    "input age (double → integer) retyped: the type sent does not fit",
  ],
  [
    "an input becomes required",
    inputs(optional),
    inputs(age),
    "input age (double, optional → double) made required: it may no longer be left out",
  ],
  ["an input becomes optional", inputs(age), inputs(optional), "input age (double → double, optional) made optional"],
  ["an output is added", outputs(), outputs(age), "output age (double) added"],
  ["an output is removed", outputs(age), outputs(), "output age (double) removed: it is no longer given"],
  [
    "an output is retyped",
    outputs(age),
    outputs(field("age", "string")),
    "output age (double → string) retyped: the type given does not fit",
  ],
  [
    "an output gets narrower",
    outputs(field("n", "long")),
    outputs(field("n", "integer")),
    "output n (long → integer) retyped",
  ],
  [
    "an output becomes optional",
    outputs(age),
    outputs(optional),
    "output age (double → double, optional) made optional: it may be missing now",
  ],
  [
    "a tensor has another rank",
    inputs(tensor([-1, 28])),
    inputs(tensor([-1, 28, 1])),
    "input x (float32 [-1, 28] → float32 [-1, 28, 1]) retyped: the type sent does not fit",
  ],
  [
    "a tensor takes any size",
    inputs(tensor([8, 28])),
    inputs(tensor([-1, 28])),
    "input x (float32 [8, 28] → float32 [-1, 28]) retyped",
  ],
  [
    "a tensor takes one size only",
    inputs(tensor([-1, 28])),
    inputs(tensor([8, 28])),
    "input x (float32 [-1, 28] → float32 [8, 28]) retyped: the type sent does not fit",
  ],
  [
    "fields without names go by position",
    inputs(field(null), field(null)),
    inputs(field(null)),
    "input #2 (double) removed",
  ],
])("%s", (_name, from, to, text) => {
  expect(diffSignatures(from, to).map(changeText)).toEqual([text]);
});

test("types under another name are the same type", () => {
  const from = inputs(field("a", "long"), field("b", "float64"), field("c", "str"));
  expect(diffSignatures(from, inputs(field("a", "int64"), field("b", "double"), field("c", "string")))).toEqual([]);
});

test("what breaks comes first", () => {
  const changes = diffSignatures(inputs(age), inputs(field("new")));
  expect(changes.map((change) => [change.name, change.breaks !== null])).toEqual([
    ["new", true],
    ["age", false],
  ]);
});

test("a consumer breaks on what it does not send and on what it reads, not on the rest", () => {
  const consumer = { sends: [age, field("extra")], expects: [field("label", "long")] };
  const ok = { inputs: [age], outputs: [field("label", "long"), field("score")] };
  expect(consumerBreaks(consumer, ok)).toEqual([]);
  const broken = { inputs: [age, field("hours")], outputs: [field("score")] };
  expect(consumerBreaks(consumer, broken).map(({ name }) => name)).toEqual(["hours", "label"]);
  expect(consumerBreaks({ sends: [], expects: [field("label", "long")] }, ok)).toEqual([]);
});

const someField = fc.record({
  name: fc.constantFrom("a", "b", "c", "d"),
  type: fc.constantFrom("integer", "long", "float", "double", "string"),
  required: fc.constantFrom(true, false, null),
  dtype: fc.constant(null),
  shape: fc.constant(null),
});
const someFields = fc.uniqueArray(someField, { selector: ({ name }) => name });
const someSignature = fc.record({ inputs: someFields, outputs: someFields });

test("a signature never differs from itself, and whoever sends and reads just that is never broken by it", () => {
  fc.assert(
    fc.property(someSignature, (signature) => {
      expect(diffSignatures(signature, signature)).toEqual([]);
      expect(consumerBreaks({ sends: signature.inputs, expects: signature.outputs }, signature)).toEqual([]);
    }),
  );
});

test("what keeps every call working twice keeps it working over both steps", () => {
  const one = someField.map((only) => ({ inputs: [{ ...only, name: "a" }], outputs: [{ ...only, name: "a" }] }));
  const breaks = (a: Parameters<typeof diffSignatures>[0], b: typeof a) =>
    (["inputs", "outputs"] as const).map((side) =>
      diffSignatures(a, b).some((change) => change.side === side && change.breaks !== null),
    );
  fc.assert(
    fc.property(one, one, one, (first, second, third) => {
      const [ab, bc, ac] = [breaks(first, second), breaks(second, third), breaks(first, third)];
      for (const side of [0, 1]) if (!ab[side] && !bc[side]) expect(ac[side]).toBe(false);
    }),
    { numRuns: 500 },
  );
});
