import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { CardText } from "@/components/models/card-text";
import { emptyCard } from "./card";
import { cardCompleteness } from "./card-completeness";
import { confirmName, maxSection, mitigationName, mitigationText, readCardForm, tooLongSections } from "./card-form";
import { linksOf, markFigures } from "./card-markdown";
import { cardNextStep } from "./card-next-step";
import { completeCard } from "./card-testing";

const render = (text: string) =>
  renderToStaticMarkup(
    createElement(CardText, { text, figure: (reference: string) => createElement("b", null, `[${reference}]`) }),
  );

describe("a card's Markdown", () => {
  it("draws references in running text, lists and tables, and leaves them alone in code and addresses", () => {
    expect(render("Recall {{slice:hours_band=<35:recall}}.")).toContain("<b>[slice:hours_band=&lt;35:recall]</b>");
    expect(render("- a {{n}}")).toContain("<li>a <b>[n]</b></li>");
    expect(render("| a |\n|---|\n| {{metric:accuracy}} |")).toContain("<b>[metric:accuracy]</b>");
    expect(render("`{{n}}`")).toContain("<code>{{n}}</code>");
    expect(render("{{unknown:x}}")).toContain("{{unknown:x}}");
  });

  it("lets no sign of a slice's name become emphasis, and nobody write a chip by hand", () => {
    expect(render("{{slice:a=*x* <b>y</b>:recall}}")).toContain("[slice:a=*x* &lt;b&gt;y&lt;/b&gt;:recall]");
    expect(render('\uE0000\uE001 <span data-figure="0">1</span>')).not.toContain("<b>[");
    expect(markFigures("\uE0005\uE001 {{n}}").refs).toEqual(["n"]);
  });

  it.each([
    ["<script>alert(1)</script>", "<script"],
    ["[x](javascript:alert(1))", "javascript:"],
    ['<img src=x onerror="alert(1)">', "<img"],
    ["![x](https://tracker.example/p.png)", "tracker.example"],
  ])("is harmless: %s", (text, absent) => {
    expect(render(text)).not.toContain(absent);
  });

  it("lists its addresses once each, for the printed footnotes", () => {
    expect(linksOf(["[a](https://a.example/x), https://b.example.", "<https://a.example/x>"])).toEqual([
      "https://a.example/x",
      "https://b.example",
    ]);
  });
});

describe("the editor's form", () => {
  it("reads sections, risks and confirmations, and leaves empty rows out", () => {
    const form = new FormData();
    form.set("overview", "a\r\nb");
    form.set(confirmName("data"), "on");
    for (const [row, name] of [
      [0, "Harm"],
      [1, ""],
      [2, "Late"],
    ] as const) {
      form.set(mitigationName(row), name);
      form.set(mitigationText(row), name && "Watched");
    }
    const { body, confirm } = readCardForm(form, { ...emptyCard, users: "Kept" });
    expect(body).toMatchObject({ overview: "a\nb", users: "Kept" });
    expect(body.mitigations.map(({ name }) => name)).toEqual(["Harm", "Late"]);
    expect(confirm).toEqual(["data"]);
  });

  it("names a section that is too long before it is sent", () => {
    const long = tooLongSections({ ...emptyCard, data: "x".repeat(maxSection + 1) });
    expect(long["body.data"]?.[0]).toContain("20,001 characters");
    expect(tooLongSections(emptyCard)).toEqual({});
  });
});

describe("the sentence at the top of a card", () => {
  const complete = cardCompleteness(completeCard, "high");
  const facts = { revision: 5, completeness: complete, staleFigures: [], approvedRevision: 3, editors: ["Marta"] };
  it.each([
    [{ ...facts, status: "draft", revision: 0 }, "Nobody has written a card"],
    [{ ...facts, status: "draft" }, "Revision 5 is complete. An author sends it to review. Revision 3 stays"],
    [{ ...facts, status: "draft", completeness: cardCompleteness(emptyCard, "low") }, "5 required sections to write"],
    [{ ...facts, status: "pending_review" }, "did not write in it (not Marta)"],
    [{ ...facts, status: "approved", approvedRevision: 5 }, "Revision 5 is approved"],
    [{ ...facts, status: "approved", staleFigures: ["n"] }, "1 figure no longer agrees"],
    [{ ...facts, status: "archived" }, "no longer edited"],
  ] as const)("says where it is and who acts next (%#)", (standing, words) => {
    expect(cardNextStep(standing).sentence).toContain(words);
  });
});
