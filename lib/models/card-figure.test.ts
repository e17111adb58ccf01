import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyCard } from "./card";
import {
  figureContext,
  figureLabel,
  figureRefs,
  figureState,
  figureText,
  formatRef,
  offeredRefs,
  parseRef,
  resolveFigure,
} from "./card-figure";
import { captureFigures, staleFigures } from "./card-figures";
import { evidenceFor } from "./card-testing";

describe("figure references", () => {
  it.each([
    ["n", { kind: "n" }],
    ["metric:accuracy", { kind: "metric", metric: "accuracy" }],
    ["metric:demographic_parity_difference:sex", { kind: "metric", metric: "demographic_parity_difference:sex" }],
    ["slice:sex=Female:recall", { kind: "slice", dimension: "sex", value: "Female", metric: "recall" }],
    ["slice:a=b=c:d:recall", { kind: "slice", dimension: "a", value: "b=c:d", metric: "recall" }],
    [
      "fairness:sex:equalized_odds_difference",
      { kind: "fairness", attribute: "sex", metric: "equalized_odds_difference" },
    ],
    ["slice:sex", null],
    ["slice:=x:recall", null],
    ["slice:sex:recall", null],
    ["fairness:sex", null],
    ["other:x", null],
    ["", null],
  ])("reads %s", (text, expected) => {
    expect(parseRef(text)).toEqual(expected);
  });

  it("come back as they were for any names, inside any text", () => {
    const name = fc.string({ minLength: 1, maxLength: 30 }).filter((text) => text.trim() !== "");
    const ref = fc.oneof(
      name.map((metric) => ({ kind: "metric" as const, metric })),
      fc.record({ kind: fc.constant("slice" as const), dimension: name, value: name, metric: name }),
      fc.record({ kind: fc.constant("fairness" as const), attribute: name, metric: name }),
    );
    fc.assert(
      fc.property(ref, fc.string(), (given, around) => {
        const text = formatRef(given);
        expect(parseRef(text)).toEqual(given);
        const clean = around.replaceAll("{", "");
        expect(figureRefs([`${clean}{{${text}}}${clean}`])).toContain(text);
      }),
    );
  });

  it("are found once each and in order, and what names nothing is left as text", () => {
    expect(figureRefs(["a {{n}} {{metric:a}}", "{{n}} {{slice:broken}} {{unknown:x}} {{metric:b}}"])).toEqual([
      "n",
      "metric:a",
      "metric:b",
    ]);
  });

  it("resolve to value, interval and n, and to nothing for what is not on record", () => {
    const evidence = evidenceFor();
    expect(resolveFigure("metric:accuracy", evidence)).toMatchObject({
      value: 0.8523,
      low: expect.closeTo(0.8473),
      high: expect.closeTo(0.8573),
      n: 16_281,
    });
    expect(resolveFigure("slice:hours_band=<35:recall", evidence)).toMatchObject({ value: 0.4358, n: 2812 });
    expect(resolveFigure("slice:sex=Female:n", evidence)?.value).toBe(5421);
    expect(resolveFigure("n", evidence)?.value).toBe(16_281);
    expect(resolveFigure("fairness:sex:equalized_odds_difference", evidence)?.value).toBe(0.09);
    for (const text of [
      "metric:f1",
      "slice:sex=Other:recall",
      "fairness:race:x",
      "metric:constructor",
      "fairness:constructor:name",
    ])
      expect(resolveFigure(text, evidence)).toBeNull();
  });

  it("print with the metric's digits and words", () => {
    const figure = { value: 0.8523, low: 0.846, high: 0.8585, n: 16_281 };
    expect(figureText("metric:accuracy", figure)).toBe("0.8523");
    expect(figureText("n", { value: 16_281 })).toBe("16,281");
    expect(figureContext("metric:accuracy", figure)).toBe("95 % interval 0.8460 – 0.8585, n 16,281");
    expect(figureLabel("slice:sex_x_race=Female|White:recall")).toBe("Recall, sex × race = Female × White");
  });

  it("are offered for everything on record, and each offer resolves", () => {
    const evidence = evidenceFor();
    const offers = offeredRefs(evidence);
    expect(offers).toContain("slice:note=a%7Cb%7Dc:recall");
    for (const offer of offers) expect(resolveFigure(offer, evidence), offer).not.toBeNull();
  });
});

describe("a revision's figures", () => {
  const body = { ...emptyCard, limitations: "Recall is {{metric:recall}}.", overview: "Gone: {{metric:f1}}" };

  it("are read when they are new, kept when they are old, and named when they are unknown", () => {
    const first = captureFigures(body, {}, evidenceFor());
    expect(first.figures["metric:recall"]?.value).toBe(0.6);
    expect(first.unresolved).toEqual([{ section: "overview", reference: "metric:f1" }]);
    const later = evidenceFor({ recall: 0.7 });
    const second = captureFigures({ ...body, overview: "" }, first.figures, later);
    expect(second.figures["metric:recall"]?.value).toBe(0.6);
    expect(staleFigures(second.figures, later)).toEqual(["metric:recall"]);
    expect(staleFigures(second.figures, evidenceFor())).toEqual([]);
  });

  it("are stale when value, n or evaluation dataset differ, and missing when nothing answers any more", () => {
    const evidence = evidenceFor();
    const written = resolveFigure("metric:recall", evidence);
    if (!written) throw new Error("not resolved");
    expect(figureState(written, written)).toBe("current");
    expect(figureState(written, { ...written, n: 5 })).toBe("changed");
    expect(figureState(written, { ...written, evaluationDigest: "sha256:other" })).toBe("changed");
    expect(figureState(written, { ...written, measuredAt: "2027-01-01T00:00:00Z" })).toBe("current");
    expect(figureState(written, null)).toBe("missing");
  });
});
