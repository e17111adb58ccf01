import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cardStatuses, riskTiers } from "@/db/enums";
import { changedSections, confirmedSections, emptyCard, wholeCard, withDrafted } from "./card";
import { cardCompleteness, missingTitles, requiredSections } from "./card-completeness";
import { codeSpan, draftSections } from "./card-draft";
import { captureFigures } from "./card-figures";
import { sectionKeys } from "./card-sections";
import { type CardAct, nextCardStatus, reviewObstacles, submitObstacles } from "./card-status";
import { completeCard, evidenceFor } from "./card-testing";

const acts: CardAct[] = ["edit", "submit", "approve", "send_back", "archive"];

describe("a card's body", () => {
  it("of a revision from before the newer sections reads with them empty", () => {
    const old = {
      overview: "What",
      intendedUse: "",
      outOfScope: "",
      limitations: "",
      ethicalConsiderations: "",
      humanOversight: "",
    };
    expect(wholeCard(old)).toEqual({ ...emptyCard, overview: "What" });
    expect(wholeCard(null)).toEqual(emptyCard);
  });

  it("tells which sections changed and which drafts a person now stands for", () => {
    const drafted = withDrafted({ ...emptyCard, data: "Rows", fairness: "" }, ["data", "fairness"]);
    expect(drafted.drafted).toEqual(["data"]);
    const confirmed = withDrafted(drafted, []);
    expect(changedSections(drafted, confirmed)).toEqual([]);
    expect(confirmedSections(drafted, confirmed)).toEqual(["data"]);
    const emptied = withDrafted({ ...drafted, data: "" }, drafted.drafted);
    expect(confirmedSections(drafted, emptied)).toEqual([]);
    expect(
      changedSections(emptyCard, { ...emptyCard, users: "a", mitigations: [{ name: "x", mitigation: "" }] }),
    ).toEqual(["users", "mitigations"]);
  });
});

describe("completeness", () => {
  it("asks for more with each tier, and never for a section twice", () => {
    const [low, medium, high] = riskTiers.map((tier) => requiredSections[tier]);
    expect(medium).toEqual(expect.arrayContaining([...(low ?? [])]));
    expect(high).toEqual(expect.arrayContaining([...(medium ?? [])]));
    for (const tier of riskTiers) expect(new Set(requiredSections[tier]).size).toBe(requiredSections[tier].length);
  });

  it("counts a drafted section only once it is confirmed", () => {
    const body = { ...completeCard, drafted: ["data" as const] };
    expect(cardCompleteness(body, "high")).toMatchObject({
      missing: [],
      unconfirmed: ["data"],
      done: 15,
      required: 16,
    });
    expect(cardCompleteness(completeCard, "high").share).toBe(1);
    expect(missingTitles(cardCompleteness(emptyCard, "low").missing)).toEqual([
      "Overview",
      "Owners",
      "Intended use",
      "Out of scope",
      "Limitations",
    ]);
  });

  it("is between 0 and 1, and 1 exactly when nothing is missing or unconfirmed among what is required", () => {
    fc.assert(
      fc.property(
        fc.subarray([...sectionKeys]),
        fc.subarray([...sectionKeys]),
        fc.constantFrom(...riskTiers),
        (written, drafted, tier) => {
          const texts = Object.fromEntries(written.map((key) => [key, "Text"]));
          const body = withDrafted({ ...emptyCard, ...texts, mitigations: [{ name: "a", mitigation: "b" }] }, drafted);
          const { share, missing, unconfirmed } = cardCompleteness(body, tier);
          expect(share).toBeGreaterThanOrEqual(0);
          const waits = unconfirmed.some((key) => requiredSections[tier].includes(key));
          expect(share === 1).toBe(missing.length === 0 && !waits);
        },
      ),
    );
  });
});

describe("the status machine", () => {
  it.each([
    ["draft", ["edit", "submit", "archive"]],
    ["pending_review", ["edit", "approve", "send_back", "archive"]],
    ["approved", ["edit", "archive"]],
    ["archived", []],
  ] as const)("from %s allows only %j", (status, allowed) => {
    expect(acts.filter((act) => nextCardStatus(status, act).ok)).toEqual(allowed);
  });

  it("reaches Approved only from Pending review, and never leaves Archived", () => {
    for (const status of cardStatuses)
      for (const act of acts) {
        const step = nextCardStatus(status, act);
        if (step.ok && step.status === "approved") expect([status, act]).toEqual(["pending_review", "approve"]);
        if (status === "archived") expect(step.ok).toBe(false);
      }
  });

  const facts = {
    status: "draft" as const,
    revision: 3,
    completeness: cardCompleteness(completeCard, "high"),
    staleFigures: [],
  };

  it("says everything that stands in the way of a review", () => {
    expect(submitObstacles(facts)).toEqual([]);
    expect(submitObstacles({ ...facts, revision: 0 })[0]).toContain("no card yet");
    const half = cardCompleteness({ ...completeCard, users: "", drafted: ["data"] }, "high");
    expect(submitObstacles({ ...facts, completeness: half, staleFigures: ["n"] })).toEqual([
      "Still to be written: Users.",
      "Drafted, to be confirmed by a person: Data.",
      "Figures that no longer agree with the evidence: 1. Refresh them.",
    ]);
  });

  it("lets nobody approve what they wrote, and an author may still send it back", () => {
    const pending = { ...facts, status: "pending_review" as const };
    expect(reviewObstacles(pending, "p1", [{ personId: "p2" }], "approve")).toEqual([]);
    expect(reviewObstacles(pending, "p2", [{ personId: "p2" }], "approve")[0]).toContain("You wrote in this card");
    expect(reviewObstacles(pending, "p2", [{ personId: "p2" }], "send_back")).toEqual([]);
    expect(reviewObstacles({ ...pending, staleFigures: ["n"] }, "p1", [], "approve")[0]).toContain("no longer agree");
    expect(reviewObstacles(facts, "p1", [], "approve")[0]).toContain("sent to review");
  });
});

describe("a draft from evidence", () => {
  const facts = {
    model: { name: "m", description: "Scores income.", useCase: "Eligibility" },
    ownerName: "Dana Osei",
    evidence: evidenceFor(),
  };

  it("is the same text for the same facts, and every figure in it is a reference that resolves", () => {
    const drafts = draftSections(facts);
    expect(draftSections(facts)).toEqual(drafts);
    expect(captureFigures({ ...emptyCard, ...drafts }, {}, facts.evidence).unresolved).toEqual([]);
    expect(drafts.quantitativeAnalysis).toContain("Accuracy: {{metric:accuracy}}");
    expect(drafts.fairness).toContain("{{fairness:sex:equalized_odds_difference}}");
    expect(drafts.owners).toBe("Dana Osei");
  });

  it("ranks the worst slices among those that are large enough and says how many are not", () => {
    const text = draftSections(facts).quantitativeAnalysis ?? "";
    expect(text).toContain("Recall is lowest in 3 slices of the 3 that have at least 100 rows:");
    expect(text.indexOf("hours_band=<35")).toBeLessThan(text.indexOf("sex=Female"));
    expect(text).toContain("1 slice with fewer rows is not ranked.");
  });

  it("leaves out what no fact can fill", () => {
    const bare = { ...facts.evidence, metrics: [], slices: [], evaluation: null };
    const drafts = draftSections({
      model: { name: "m", description: "", useCase: "" },
      ownerName: null,
      evidence: bare,
    });
    expect(Object.keys(drafts)).toEqual(["modelParameters", "data"]);
    expect(drafts.modelParameters).toContain("Runtime image: not on record");
  });

  it("keeps names as code, whatever signs they hold", () => {
    expect(codeSpan("a`b``c")).toBe("``` a`b``c ```");
    expect(codeSpan("x\n# y")).toBe("`x # y`");
    const hostile = draftSections({ ...facts, evidence: evidenceFor({ runName: "`](javascript:alert(1))" }) });
    expect(hostile.modelParameters).toContain("`` `](javascript:alert(1)) ``");
  });
});
