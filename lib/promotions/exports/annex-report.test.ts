import { describe, expect, it } from "vitest";
import { emptyCard } from "@/lib/models/card";
import { exportFor } from "@/lib/models/exports/export-testing";
import { annexMarkdown } from "./annex-markdown";
import { type AnnexFacts, annexReport } from "./annex-report";
import type { AnnexReport } from "./report-block";

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
  assessments: [
    {
      about: "income-eligibility",
      isOfVersion: false,
      signed: {
        revision: 2,
        signer: "Ines Okafor",
        role: "risk_officer",
        signedAt: new Date("2026-11-12T08:00:00Z"),
        bodyDigest: "sha256:22",
        reviewDue: "2027-05-01",
        fields: [
          { label: "Legal class", text: "High risk: listed use (Annex III)" },
          { label: "Users", text: "" },
        ],
        monitoring: "Recall by slice each week.",
        stopPlan: "Point the target back.",
      },
      open: null,
      openTriggers: 0,
    },
    { about: "income-eligibility 2", isOfVersion: true, signed: null, open: null, openTriggers: 0 },
  ],
  controls: [
    {
      framework: "EU AI Act",
      reference: "Art. 12",
      title: "Events are kept",
      applies: true,
      reason: "",
      present: ["Audit log with proofs"],
      missing: ["Gate results on stored evidence"],
      mapping: { revision: 3, by: "Ines Okafor", at: new Date("2026-11-20T09:00:00Z") },
      note: { status: "evidence partial", text: "Ten years.", by: "Nadia Stern", at: new Date("2026-11-19T09:00:00Z") },
    },
  ],
  madeAt: at,
};
const gapsOf = (report: AnnexReport) =>
  report.sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === "gap" ? [block.text] : [])));

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
    expect(gapsOf(bare)).toEqual(
      expect.arrayContaining([
        "Intended purpose: not written in the card.",
        "Nobody has signed anything about this version.",
        "No gate has judged this version: nobody has asked to promote it.",
      ]),
    );
  });

  it("draws on signed assessments and control mappings, with revision, signer and age", () => {
    const text = annexMarkdown(annexReport(facts)).replaceAll("\\", "");
    expect(text).toContain(
      "Risk assessment of income-eligibility: revision 2, signed off by Ines Okafor, risk officer, on 12 Nov 2026, 08:00 UTC, 11 d before this report",
    );
    expect(text).toContain("| Legal class | High risk: listed use (Annex III) |\n| Users | not written |");
    expect(text).toContain("income-eligibility 2 has no risk assessment of its own; that of the model stands for it.");
    expect(text).toContain("| Monitoring and thresholds | Recall by slice each week. |");
    expect(text).toContain("No row says that a control is met.");
    expect(text).toContain(
      "| Art. 12 Events are kept | Audit log with proofs | Gate results on stored evidence | evidence partial: Ten years. (Nadia Stern, 19 Nov 2026, 09:00 UTC, 4 d before this report) | revision 3, Ines Okafor, 20 Nov 2026, 09:00 UTC, 3 d before this report |",
    );
  });

  it("names assessments that nobody signed or that are due, and mappings that nobody looked at, as missing", () => {
    const [ofModel, ofVersion] = facts.assessments;
    const [control] = facts.controls;
    if (!ofModel?.signed || !ofVersion || !control) throw new Error("no facts");
    const { signed } = ofModel;
    const gaps = (assessments: AnnexFacts["assessments"]) =>
      gapsOf(annexReport({ ...facts, assessments, controls: [{ ...control, mapping: null, note: null }] }));
    expect(
      gaps([
        { ...ofModel, signed: null },
        { ...ofVersion, open: { revision: 1, state: "submitted" } },
      ]),
    ).toEqual(
      expect.arrayContaining([
        "Risk assessment of income-eligibility: none is on record.",
        "Risk assessment of income-eligibility 2: revision 1 waits for sign-off; nobody has signed it off.",
        "A plan for monitoring after release: no risk assessment that would hold one is signed off.",
        "1 control mapped as shipped: nobody of this project has looked at them.",
        "1 control with nothing noted for this model.",
      ]),
    );
    const late = { ...ofModel, signed: { ...signed, reviewDue: "2026-11-22" }, openTriggers: 2 };
    expect(gaps([{ ...late, open: { revision: 3, state: "draft" } }])).toEqual(
      expect.arrayContaining([
        "Revision 3 of it is a draft; this report holds what was signed before.",
        "Its review was due on 2026-11-22; nobody has signed a later revision off.",
        "2 requests for an earlier review of it without an answer.",
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
