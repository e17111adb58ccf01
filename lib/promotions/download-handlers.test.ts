import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { projects } from "@/db/schema";
import { testDb } from "@/db/testing";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { signOut } from "@/lib/auth/headers-testing";
import { signInAs } from "@/lib/auth/request-testing";
import { mapControl } from "@/lib/governance/commands/map-control";
import { noteControl } from "@/lib/governance/commands/note-control";
import { saveAssessment } from "@/lib/governance/commands/save-assessment";
import { signOffAssessment } from "@/lib/governance/commands/sign-off-assessment";
import { submitAssessment } from "@/lib/governance/commands/submit-assessment";
import { catalogue } from "@/lib/governance/controls/catalogue";
import { getControlsCsv, getControlsJson } from "@/lib/governance/controls/export-handlers";
import { assessmentBody } from "@/lib/governance/risk/assessment";
import { completeBody } from "@/lib/governance/risk/assessment-testing";
import { type Handler, type RouteParams, withProblems } from "@/lib/http";
import { completeCard } from "@/lib/models/card-testing";
import { editCard } from "@/lib/models/commands/edit-card";
import { cardExportHandler } from "./card-export-handler";
import { evidenceDocumentHandler } from "./evidence-document-handler";
import { buildWorld } from "./testing";
import { request } from "./testing-requests";

vi.stubEnv("NEXTAUTH_SECRET", "a secret for tests that is long enough");

const { db } = await testDb();
const world = await buildWorld(db);
const other = await buildWorld(db);
const nameOf = async (projectId: number) =>
  (await db.select({ name: projects.name }).from(projects).where(eq(projects.id, projectId)))[0]?.name ?? "";
const [project, elsewhere] = await Promise.all([nameOf(world.projectId), nameOf(other.projectId)]);
const { number } = await request(world);
const card = { model: "income-eligibility", version: "2" };

const get = async (handler: Handler, params: RouteParams, query = "") => {
  const answer = await withProblems(handler)(new Request(`https://c.example/x${query}`), { project, ...params });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};
const download = {
  csv: (query = "", more: RouteParams = {}) => get(getControlsCsv, more, query),
  json: (query = "", more: RouteParams = {}) => get(getControlsJson, more, query),
  evidence: (query = "", more: RouteParams = {}) =>
    get(evidenceDocumentHandler, { number: `${number}`, ...more }, query),
  card: (query = "", more: RouteParams = {}) => get(cardExportHandler, { ...card, format: "annex-iv", ...more }, query),
};

beforeEach(() => signInAs(db, world.ids.vera.userId));

describe.each(Object.entries(download))("the %s download", (_, ask) => {
  it("is there for a member who may only look, and kept by no cache", async () => {
    const answer = await ask();
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="[\w.-]+"$/);
  });

  it("is refused without a session, and not found in another's project or in none", async () => {
    expect((await ask("", { project: elsewhere })).status).toBe(404);
    expect((await ask("", { project: "no such project" })).status).toBe(404);
    signOut();
    const answer = await ask();
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.text)).toMatchObject({ title: "UNAUTHENTICATED" });
  });
});

describe("downloads of another project", () => {
  beforeEach(() => signInAs(db, other.ids.vera.userId));

  it("hold nothing of this one", async () => {
    const of = { project: elsewhere };
    expect((await download.evidence("", of)).status).toBe(404);
    expect((await download.json("?model=income-eligibility", of)).status).toBe(200);
    expect(JSON.parse((await download.json("", of)).text).controls[0].onRecord).not.toContain("gates");
  });
});

describe("bad addresses", () => {
  it.each([
    ["an evaluation that is no number", () => download.evidence("?evaluation=1e3")],
    ["an evaluation that never was", () => download.evidence("?evaluation=99")],
    ["an empty evaluation", () => download.evidence("?evaluation=")],
    ["a promotion that is no number", () => download.evidence("", { number: "1;drop" })],
    ["a promotion beyond any number", () => download.evidence("", { number: "99999999999999999999" })],
    ["a model that is not there, as CSV", () => download.csv("?model=nobody")],
    ["a model that is not there, as JSON", () => download.json("?model=%00")],
    ["an empty model", () => download.json("?model=")],
    ["a format of no card", () => download.card("", { format: "__proto__" })],
    ["a version that is no number", () => download.card("", { version: "-1" })],
    ["a model whose name has a percent sign", () => download.card("", { model: "100% sure" })],
    ["a project whose name has a percent sign", () => download.csv("", { project: "100%" })],
    ["a revision that never was", () => download.card("?revision=77")],
  ])("with %s are not found, and say what", async (_, ask) => {
    const { status, text } = await ask();
    expect([status, JSON.parse(text).title]).toEqual([404, "NOT_FOUND"]);
    expect(JSON.parse(text).detail).toMatch(/\w/);
  });
});

describe("what the downloads hold", () => {
  const controlId = "eu_ai_act:art-12";
  const title = '=HYPERLINK("https://x")';

  beforeAll(async () => {
    await mapControl(world.as("ines"), { controlId, lockVersion: 0, title, evidence: ["gates"], applies: true });
    const note = { controlId, modelId: world.modelId, lockVersion: 0, status: "evidence_in_place" } as const;
    await noteControl(world.as("nadia"), { ...note, note: "Kept for ten years." });
    const body = completeBody(world.ids.otto.userId, world.ids.rafi.userId);
    const jun = world.as("jun");
    const { assessmentId, lockVersion } = await saveAssessment(jun, { modelId: world.modelId, seen: null, body });
    await submitAssessment(jun, { assessmentId, revision: 1, lockVersion });
    const bodyDigest = canonicalDigest(assessmentBody.parse(body));
    await signOffAssessment(world.as("ines"), { assessmentId, revision: 1, bodyDigest });
    const { drafted: _, claims: __, ...text } = completeCard;
    await editCard(world.as("maya"), { versionId: world.candidate, seenRevision: 1, body: text });
  });

  it("are every control once, with what was noted for the model that was asked for", async () => {
    const { controls, model, statement } = JSON.parse((await download.json("?model=income-eligibility")).text);
    expect([controls.length, model]).toEqual([catalogue.length, "income-eligibility"]);
    expect(statement).toContain("no statement that any of them is met");
    const of = { id: controlId, onRecord: ["gates"], status: "evidence_in_place", note: "Kept for ten years." };
    expect(controls).toContainEqual(
      expect.objectContaining({ ...of, mappedBy: "Ines Okafor", notedBy: "Nadia Stern" }),
    );
    expect(JSON.parse((await download.json()).text).controls[0]).not.toHaveProperty("status");
  });

  it("are the same as CSV, where no cell becomes a formula", async () => {
    const { text } = await download.csv("?model=income-eligibility");
    const lines = text.trim().split("\r\n");
    expect(lines).toHaveLength(catalogue.length + 1);
    expect(lines.find((line) => line.includes("HYPERLINK"))).toContain(`"'=HYPERLINK(""https://x"")"`);
    expect(lines.find((line) => line.includes("HYPERLINK"))).toContain("Nadia Stern");
  });

  it("are the evidence in the very bytes of its digest", async () => {
    const { headers, text } = await download.evidence("?evaluation=1");
    expect(headers.get("etag")).toBe(`"${canonicalDigest(JSON.parse(text))}"`);
  });

  it("are a report with the assessment and mapping on record, and what is missing of them", async () => {
    const text = (await download.card()).text.replaceAll("\\", "");
    expect(text).toContain(
      "Risk assessment of income-eligibility: revision 1, signed off by Ines Okafor, risk officer",
    );
    expect(text).toContain("income-eligibility 2 has no risk assessment of its own; that of the model stands for it.");
    expect(text).toContain("Kept for ten years. (Nadia Stern, ");
    expect(text).toContain("revision 1, Ines Okafor, ");
    expect(text).toContain(
      `${catalogue.length - 1} controls mapped as shipped: nobody of this project has looked at them.`,
    );
    expect(text).toMatch(/\| Ines Okafor, risk officer \| approval \| I have read revision 1 of the risk assessment/);
    expect(text).not.toMatch(/\b(complies|compliant|conforms)\b/i);
  });
});
