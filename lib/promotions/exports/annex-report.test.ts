import { describe, expect, it } from "vitest";
import { emptyCard } from "@/lib/models/card";
import { exportFor } from "@/lib/models/exports/export-testing";
import { annexMarkdown } from "./annex-markdown";
import { type AnnexFacts, annexReport } from "./annex-report";

const at = new Date("2026-11-23T09:00:00Z");
const facts: AnnexFacts = {
  card: exportFor(),
  approvals: [
    {
      what: "card revision 3",
      printedName: "Tomas Weber",
      role: "reviewer",
      meaning: "approval",
      statement: "I approve revision 3.",
      signedAt: at.toISOString(),
      digest: "sha256:00",
      state: "valid",
    },
  ],
  promotions: [
    {
      number: 4,
      environment: "production",
      state: "rejected",
      requestedAt: at,
      evaluatedAt: at,
      policyDigest: "sha256:11",
      subjectDigest: null,
      gates: [{ title: "Accuracy", outcome: "passed", sentence: "Accuracy is 0.85." }],
    },
  ],
  revisions: [{ revision: 3, editedAt: at, editedBy: "Marta Lindqvist" }],
  rollouts: [],
  madeAt: at,
};

describe("the Annex IV style report", () => {
  it("has test results, gates, revisions and dated signatures, and says that it claims no conformity", () => {
    const text = annexMarkdown(annexReport(facts));
    expect(text).toContain("no declaration of conformity and claims none");
    expect(text).toContain("Tomas Weber, reviewer");
    expect(text).toContain("23 Nov 2026, 09:00 UTC");
    expect(text).toContain("Gates judged for P\\-4 to production");
    expect(text).not.toContain("{{");
  });

  it("names what is missing instead of leaving it out", () => {
    const bare = annexReport({
      ...facts,
      card: exportFor({ body: emptyCard, figures: {} }),
      approvals: [],
      promotions: [],
    });
    const gaps = bare.sections.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === "gap" ? [block.text] : [])),
    );
    expect(gaps).toEqual(
      expect.arrayContaining([
        "Intended purpose: not written in the card.",
        "Nobody has signed anything about this version.",
        "No gate has judged this version: nobody has asked to promote it.",
      ]),
    );
  });

  it("keeps hostile names inside their cell and takes HTML its power", () => {
    const name = "x | y\n# Approved <script>alert(1)</script>";
    const card = exportFor({
      model: { ...exportFor().model, name },
      body: { ...exportFor().body, overview: "<script>1</script>" },
    });
    const text = annexMarkdown(annexReport({ ...facts, card }));
    expect(text).not.toMatch(/^# Approved/m);
    expect(text).not.toMatch(/(?<!\\)<script/);
  });
});
