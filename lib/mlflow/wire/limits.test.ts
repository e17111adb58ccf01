import { describe, expect, it } from "vitest";
import { assertBatch, assertExperimentId, assertKey, assertRunId, cut } from "./limits";

const refusal = (work: () => void): string | null => {
  try {
    work();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
};

describe("assertKey", () => {
  it.each(["loss", "val/loss", "a.b-c d:e_f", "größe", "…".replace("…", "x")])("takes %s", (key) => {
    expect(refusal(() => assertKey("key", key))).toBeNull();
  });

  it.each([
    ["a;b", "Names may only contain alphanumerics"],
    ["'; drop table runs; --", "Names may only contain alphanumerics"],
    ["a\0", "Names may only contain alphanumerics"],
    ["a\nb", "Names may only contain alphanumerics"],
    ["../a", "would resolve to '../a'"],
    ["a//b", "would resolve to 'a/b'"],
    ["a/../b", "would resolve to 'b'"],
    ["/a", "would resolve to '/a'"],
    [".", "would resolve to '.'"],
    ["", "would resolve to '.'"],
    ["a/", "would resolve to 'a'"],
    ["k".repeat(251), "'key' exceeds the maximum length of 250 characters"],
  ])("refuses %j", (key, reason) => {
    expect(refusal(() => assertKey("key", key))).toContain(reason);
  });

  it("names the field and quotes the value", () => {
    expect(refusal(() => assertKey("metrics[2].name", "a;b"))).toMatch(
      /^Invalid value "a;b" for parameter 'metrics\[2\]\.name' supplied: Names may only/,
    );
  });
});

describe("limits", () => {
  it("cut a text by characters and never in the middle of one", () => {
    expect(cut("a😀😀", 2)).toBe("a😀");
    expect(cut("abc", 3)).toBe("abc");
  });

  it.each([
    [1000, 0, 0, null],
    [900, 50, 50, null],
    [1001, 0, 0, "A batch logging request can contain at most 1000 metrics. Got 1001 metrics."],
    [0, 101, 0, "at most 100 params. Got 101 params."],
    [0, 0, 101, "at most 100 tags. Got 101 tags."],
    [950, 50, 50, "at most 1000 metrics, params, and tags. Got 1050"],
  ])("take or refuse a batch of %i metrics, %i params, %i tags as a whole", (metrics, params, tags, reason) => {
    const of = (n: number) => Array.from({ length: n }, () => 0);
    const found = refusal(() => assertBatch({ metrics: of(metrics), params: of(params), tags: of(tags) }));
    expect(found ?? "").toContain(reason ?? "");
    expect(found === null).toBe(reason === null);
  });

  it("know what an id can be", () => {
    expect(refusal(() => assertRunId("abc_1-2"))).toBeNull();
    expect(refusal(() => assertRunId("' or 1=1"))).toBe(`Invalid value "' or 1=1" for parameter 'run_id' supplied.`);
    expect(refusal(() => assertExperimentId("../1"))).toBe("Invalid experiment ID: '../1'");
  });
});
