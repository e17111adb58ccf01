import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyCard } from "./card";
import { cardDiff, wordDiff } from "./card-diff";
import { captureFigures } from "./card-figures";
import { completeCard, evidenceFor } from "./card-testing";

test("a word diff gives both texts back", () => {
  fc.assert(
    fc.property(fc.lorem({ maxCount: 30 }), fc.lorem({ maxCount: 30 }), fc.string(), (a, b, odd) => {
      const [from, to] = [a + odd, odd + b];
      const parts = wordDiff(from, to);
      const join = (left: "added" | "removed") =>
        parts
          .filter(({ kind }) => kind !== left)
          .map(({ text }) => text)
          .join("");
      expect([join("added"), join("removed")]).toEqual([from, to]);
    }),
  );
});

test("only sections that differ are shown, with the words that changed", () => {
  const later = { ...completeCard, limitations: "Text of some limitations.", mitigations: [] };
  const side = (body: typeof emptyCard) => ({ body, figures: {} });
  const sections = cardDiff(side(completeCard), side(later));
  expect(sections.map(({ title }) => title)).toEqual(["Limitations", "Risks and mitigations"]);
  expect(sections[0]?.parts.filter(({ kind }) => kind === "added").map(({ text }) => text.trim())).toEqual(["some"]);
  expect(cardDiff(side(emptyCard), side(emptyCard))).toEqual([]);
});

test("figures are compared as the numbers people read", () => {
  const body = { ...emptyCard, limitations: "Recall {{metric:recall}}." };
  const { figures } = captureFigures(body, {}, evidenceFor());
  const [section] = cardDiff({ body: emptyCard, figures: {} }, { body, figures });
  expect(section?.parts).toEqual([{ text: "Recall 0.6000.", kind: "added" }]);
});

test("two long texts without a word in common end in time", () => {
  const text = (letter: string) => Array.from({ length: 4000 }, (_, i) => `${letter}${i}`).join(" ");
  expect(wordDiff(text("a"), text("b")).map(({ kind }) => kind)).toContain("added");
});
