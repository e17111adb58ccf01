import { expect, test } from "vitest";
import { parseSignature } from "./signature";

const inputs = (...entries: object[]) =>
  parseSignature({ inputs: JSON.stringify(entries), outputs: null }).signature?.inputs;

test("a signature as MLflow writes it: sides as JSON text, names, types, required and optional", () => {
  const written = {
    inputs:
      '[{"type": "double", "name": "age", "required": true}, {"type": "string", "name": "job", "required": false}, {"type": "long", "name": "old", "optional": true}]',
    outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "int64", "shape": [-1]}}]',
    params: null,
  };
  expect(parseSignature(written)).toEqual({
    problem: null,
    signature: {
      inputs: [
        { name: "age", type: "double", required: true },
        { name: "job", type: "string", required: false },
        { name: "old", type: "long", required: false },
      ],
      outputs: [{ type: "tensor", dtype: "int64", shape: [-1] }],
    },
  });
  expect(parseSignature(JSON.stringify(written)).signature?.inputs).toHaveLength(3);
});

test("nested types are written out, so that a change inside them is a change", () => {
  const history = {
    type: "array",
    items: { type: "object", properties: { b: { type: "string", required: false }, a: { type: "long" } } },
  };
  expect(inputs({ name: "history", ...history }, { name: "scores", type: "map", values: { type: "double" } })).toEqual([
    { name: "history", type: "array<object{a: long, b?: string}>" },
    { name: "scores", type: "map<double>" },
  ]);
});

test.each([
  ["{", 'model_signature is not JSON: "{"'],
  [[], "model_signature is not an object with inputs and outputs"],
  [{ inputs: "[", outputs: null }, 'model_signature.inputs is not JSON: "["'],
  [{ inputs: [{ name: "age" }] }, "model_signature.inputs.0 has no type"],
  [{ inputs: {} }, "model_signature.inputs is not a list of fields"],
  [{ inputs: [], outputs: [] }, "model_signature names neither inputs nor outputs"],
])("%j is a problem with its place", (sent, problem) => {
  expect(parseSignature(sent)).toEqual({ signature: null, problem });
});
