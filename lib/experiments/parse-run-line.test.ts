import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { parseRunLine } from "./parse-run-line";
import { parseRecordText } from "./record-text";

const now = new Date("2026-11-23T12:00:00Z");
const minimal = {
  run_id: "r1",
  experiment: "e",
  status: "FINISHED",
  start_time: "2026-11-01T10:00:00Z",
};
const line = (more: Record<string, unknown>) => JSON.stringify({ ...minimal, ...more });
const parse = (text: string) => parseRunLine(text, now);
const good = (text: string) => {
  const read = parse(text);
  if (!read.ok) throw new Error(`${read.problem.field}: ${read.problem.message}`);
  return read.run;
};

describe("a run record", () => {
  it.each([
    ["not JSON", "{oops", "", /not JSON/],
    ["not an object", "[1]", "", /not a JSON object/],
    ["no id", JSON.stringify({ ...minimal, run_id: undefined }), "run_id", /missing/],
    ["a bad id", line({ run_id: "a/../b" }), "run_id", /letters, digits/],
    [
      "an unknown status",
      line({ status: "DONE" }),
      "status",
      /must be one of RUNNING, SCHEDULED, FINISHED, FAILED, KILLED, but is text \(DONE\)/,
    ],
    ["no time zone", line({ start_time: "2026-11-01T10:00:00" }), "start_time", /time zone/],
    [
      "seconds for milliseconds",
      line({ start_time: 1_793_000_000 }),
      "start_time",
      /milliseconds since 1970, not seconds/,
    ],
    [
      "an end before the start",
      line({ end_time: "2026-11-01T09:00:00Z" }),
      "end_time",
      /before start_time 2026-11-01T10:00:00.000Z/,
    ],
    ["a start far ahead", line({ start_time: "2099-01-01T00:00:00Z" }), "start_time", /ahead of the server's clock/],
    [
      "a metric that is a word",
      line({ metrics: { roc_auc: "good" } }),
      "metrics.roc_auc",
      /number, null, NaN or Infinity, but is "good"/,
    ],
    ["a metric that is a list", line({ metrics: { roc_auc: [1] } }), "metrics.roc_auc", /but is a list/],
    ["a negative n", line({ slices: [{ dimension: "sex", value: "F", n: -1 }] }), "slices.0.n", /negative/],
    [
      "a slice twice",
      line({
        slices: [
          { dimension: "sex", value: "F", n: 1 },
          { dimension: "sex", value: "F", n: 2 },
        ],
      }),
      "slices.1.value",
      /comes twice/,
    ],
    [
      "an interval upside down",
      line({ metrics_ci95: { accuracy: [0.9, 0.8] } }),
      "metrics_ci95.accuracy",
      /low end above/,
    ],
    ["a digest that is none", line({ artifacts: [{ path: "m", sha256: "12" }] }), "artifacts.0.sha256", /64 hex/],
    ["an intent of 1 MB", line({ intent: "x".repeat(1_000_000) }), "intent", /at most 4,000/],
    ["a NUL", line({ intent: "a\u0000b" }), "intent", /NUL/],
    ["half a surrogate pair", line({ params: { a: "\ud800" } }), "params.a", /surrogate/],
    [
      "deep nesting",
      line({ params: { a: JSON.parse(`${"[".repeat(80)}${"]".repeat(80)}`) } }),
      /^params\.a/,
      /nested deeper/,
    ],
  ])("refuses %s and names the field", (_name, text, field, message) => {
    const read = parse(text);
    if (read.ok) throw new Error("it came in");
    expect(read.problem.field).toMatch(
      typeof field === "string" ? new RegExp(`^${field.replaceAll(".", "\\.")}$`) : field,
    );
    expect(read.problem.message).toMatch(message);
  });

  it("keeps NaN, Infinity and null metrics as null with what was sent", () => {
    const text = `${line({}).slice(0, -1)},"metrics":{"a":NaN,"b":-Infinity,"c":null,"d":"inf","e":1e999,"f":0.5},"intent":"NaN is \\"NaN\\""}`;
    const { draft } = good(text);
    const raw = Object.fromEntries(draft.metrics.map((m) => [m.key, m.raw]));
    expect(raw).toEqual({
      a: "NaN",
      b: "-Infinity",
      c: "null",
      d: "Infinity",
      e: "Infinity",
      f: null,
    });
    expect(draft.run.metrics).toEqual({
      a: null,
      b: null,
      c: null,
      d: null,
      e: null,
      f: 0.5,
    });
    expect(draft.run.intent).toBe('NaN is "NaN"');
  });

  it("lets a run without metrics, with 300 slices and with an unreadable signature in", () => {
    const slices = Array.from({ length: 300 }, (_, i) => ({
      dimension: "shop",
      value: i,
      n: i,
    }));
    const { draft, ignored } = good(
      line({
        slices,
        model_signature: { inputs: "{oops", outputs: null },
        colour: "blue",
      }),
    );
    expect(draft.slices).toHaveLength(300);
    expect(draft.evaluation.signature).toBeNull();
    expect(draft.evaluation.signatureProblem).toBe('model_signature.inputs is not JSON: "{oops"');
    expect(ignored).toEqual(["colour"]);
    expect(draft.metrics).toEqual([]);
  });

  it("has one digest whatever the order of its keys and the spelling of its numbers", () => {
    const one = good(
      '{"run_id":"r1","experiment":"e","status":"FINISHED","start_time":"2026-11-01T10:00:00Z","params":{"C":0.10,"b":1}}',
    );
    const other = good(
      '{"params":{"b":1.0,"C":1e-1},"start_time":"2026-11-01T10:00:00Z","status":"FINISHED","experiment":"e","run_id":"r1"}',
    );
    expect(other.digest).toBe(one.digest);
    expect(good(line({ intent: "other" })).digest).not.toBe(one.digest);
  });

  it("has the RFC 8785 digest of its record, also with keys that look like numbers", () => {
    const tree = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.string({ unit: "binary" }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.boolean(),
        fc.constant(null),
        tie("object"),
        fc.array(tie("value")),
      ),
      object: fc.dictionary(fc.oneof(fc.string(), fc.nat().map(String)), tie("value")),
    })).object as fc.Arbitrary<Record<string, unknown>>;
    fc.assert(
      fc.property(tree, (sent) => {
        const text = JSON.stringify(sent);
        fc.pre(!text.includes("\\u0000") && !text.includes("__proto__"));
        expect(parseRecordText(text).digest).toBe(canonicalDigest(JSON.parse(text)));
      }),
    );
  });

  it("keeps right-to-left text, emoji and script tags as they are", () => {
    const run_name = "نموذج 🚀 <script>alert(1)</script>";
    expect(good(line({ run_name })).draft.run.name).toBe(run_name);
  });

  it("says in the run that the producer's clock ran ahead", () => {
    expect(good(line({ start_time: "2026-12-01T00:00:00Z" })).draft.evaluation.warnings[0]).toMatch(
      /ahead of the server's clock/,
    );
  });
});

const real = "../shared/data/census-income/runs.jsonl";
if (!existsSync(real) && !process.env.CI)
  console.warn(`SKIPPED: ${real} is not here; the real census records were not parsed`);

describe.skipIf(!existsSync(real) && !process.env.CI)("the real census records", () => {
  it("come in with intervals, counts, curves and signature", () => {
    const drafts = readFileSync(real, "utf8")
      .trim()
      .split("\n")
      .map((text) => good(text).draft);
    expect(drafts).toHaveLength(89);
    const best = drafts.find((d) => d.run.name === "hgb-v1-seed11");
    expect(best?.metrics.find((m) => m.key === "roc_auc")).toMatchObject({
      ciMethod: "bootstrap",
      n: 16281,
    });
    expect(best?.metrics.find((m) => m.key === "recall")).toMatchObject({
      ciMethod: "wilson",
      n: 3846,
    });
    expect(best?.slices).toHaveLength(35);
    expect(best?.evaluation.signature?.inputs).toHaveLength(13);
    expect(best?.evaluation.signature?.outputs).toEqual([{ type: "tensor", dtype: "float64", shape: [-1, 2] }]);
    expect(best?.run.seedPolicy).toBe("multi-seed:11,23,47");
    expect(best?.points.filter((p) => p.key === "valid_log_loss").length).toBeGreaterThan(100);
    expect(
      drafts
        .filter((d) => d.run.error)
        .map((d) => d.run.status)
        .sort(),
    ).toEqual(["FAILED", "FAILED", "FAILED", "FAILED", "KILLED"]);
  });
});
