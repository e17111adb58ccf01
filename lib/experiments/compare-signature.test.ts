import { expect, it } from "vitest";
import { inputDiff } from "./compare-signature";

const outputs = [{ type: "double" }];

it("names what was removed, added and retyped", () => {
  const from = {
    inputs: [
      { name: "age", type: "double" },
      { name: "sex", type: "string" },
      { name: "hours", type: "long" },
    ],
    outputs,
  };
  const to = {
    inputs: [
      { name: "age", type: "double" },
      { name: "hours", type: "double" },
      { name: "age_sq", type: "double" },
    ],
    outputs,
  };
  expect(inputDiff(from, to)).toEqual({
    removed: ["sex"],
    added: ["age_sq"],
    retyped: [{ name: "hours", from: "long", to: "double" }],
    kept: 1,
  });
});

it("compares unnamed inputs by position, and nothing without a signature", () => {
  const tensor = (shape: number[]) => ({ inputs: [{ type: "tensor", dtype: "float32", shape }], outputs });
  expect(inputDiff(tensor([-1, 4]), tensor([-1, 5]))?.retyped).toEqual([
    { name: "#1", from: "float32 [-1, 4]", to: "float32 [-1, 5]" },
  ]);
  expect(inputDiff(null, tensor([1]))).toBeNull();
});
