import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseMlmodel, parseRequirements, requirementOf } from "./parse-mlmodel";

const usual = `artifact_path: mlflow-artifacts:/1/models/m-bc79275687e4419f963809fcd7a8ae30/artifacts
flavors:
  python_function:
    env: &id001
      conda: conda.yaml
      virtualenv: python_env.yaml
    loader_module: mlflow.sklearn
    model_path: model.pkl
    predict_fn: predict
    python_version: 3.11.9
  sklearn:
    code: null
    pickled_model: model.pkl
    serialization_format: cloudpickle
    sklearn_version: 1.5.0
    env: *id001
mlflow_version: 3.6.0
model_id: m-bc79275687e4419f963809fcd7a8ae30
model_size_bytes: 3916
model_uuid: m-bc79275687e4419f963809fcd7a8ae30
run_id: d276a6e88404460cbc2313934aaa1ee2
signature:
  inputs: '[{"type": "double", "name": "a", "required": true}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 4]}}]'
  params: '[{"name": "temp", "default": 0.5, "shape": null, "type": "double"}]'
utc_time_created: '2026-11-25 10:00:00.123456'
`;

describe("parseMlmodel", () => {
  it("reads flavors, size and signature of what clients write", () => {
    const { manifest, signature, signatureProblem } = parseMlmodel(usual);
    expect(manifest).toMatchObject({
      mlflowVersion: "3.6.0",
      modelUuid: "m-bc79275687e4419f963809fcd7a8ae30",
      sizeBytes: 3916,
      createdAt: "2026-11-25 10:00:00.123456",
      problem: null,
    });
    expect(manifest.flavors.sklearn).toMatchObject({ sklearn_version: "1.5.0", pickled_model: "model.pkl" });
    expect(manifest.flavors.python_function).toMatchObject({
      python_version: "3.11.9",
      loader_module: "mlflow.sklearn",
    });
    expect(signatureProblem).toBeNull();
    expect(signature).toEqual({
      inputs: [{ name: "a", type: "double", required: true }],
      outputs: [{ type: "tensor", shape: [-1, 4], dtype: "float32" }],
    });
  });

  it("takes a model without signature, and says what is wrong with one that cannot be read", () => {
    expect(parseMlmodel("flavors: {}\n")).toMatchObject({ signature: null, signatureProblem: null });
    expect(parseMlmodel("signature:\n  inputs: 'not json'\n").signatureProblem).toContain("is not JSON");
    expect(parseMlmodel("signature: 5\n").signatureProblem).toContain("is not an object");
  });

  const bomb = [
    "a: &a [x,x,x,x,x,x,x,x,x]",
    ...[..."bcdefghij"].map((key, i) => {
      const ref = `*${"abcdefghi"[i]}`;
      return `${key}: &${key} [${Array.from({ length: 9 }, () => ref).join(",")}]`;
    }),
  ].join("\n");

  it.each([
    ["a bomb of references", bomb, "Excessive alias count"],
    ["a megabyte and more", `a: ${"x".repeat(1024 * 1024)}`, "more than 1 MB"],
    ["brackets without end", "[".repeat(200_000), "nested too deeply"],
    [
      "indentation without end",
      Array.from({ length: 400 }, (_, i) => `${"  ".repeat(i)}a:`).join("\n"),
      "nested too deeply",
    ],
    ["a list", "- a\n- b", "not a mapping"],
    ["nothing", "", "not a mapping"],
    ["no YAML", "a: [1, 2", "is not YAML"],
    ["a key twice", "a: 1\na: 2", "is not YAML"],
    ["a picture", "\u0089PNG\r\n\u001a\n", "MLmodel"],
  ])("puts %s on record as a problem", (_, text, problem) => {
    expect(parseMlmodel(text).manifest.problem).toContain(problem);
  });

  it("makes no object of a tag, and nothing of a prototype", () => {
    const { manifest } = parseMlmodel(
      "flavors:\n  x: !!python/object/apply:os.system ['id']\n  __proto__:\n    polluted: yes\n",
    );
    expect(manifest.flavors.x).toEqual({});
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });

  it("throws nothing, whatever is uploaded", () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => void parseMlmodel(text)));
  });
});

describe("requirements", () => {
  it("are the lines that name a package", () => {
    const lines = parseRequirements(
      "mlflow==3.6.0\r\n# a note\nscikit-learn==1.5.0  # pinned\n-r other.txt\n--hash=x\nnumpy\n",
    );
    expect(lines).toEqual(["mlflow==3.6.0", "scikit-learn==1.5.0", "numpy"]);
    expect(lines.map(requirementOf)).toEqual([
      { name: "mlflow", version: "3.6.0" },
      { name: "scikit-learn", version: "1.5.0" },
      { name: "numpy", version: null },
    ]);
    expect(requirementOf("torch[cuda]>=2,<3")).toEqual({ name: "torch", version: null });
    expect(requirementOf("git+https://x")).toBeNull();
    expect(requirementOf("https://x/y.whl")).toBeNull();
  });
});
