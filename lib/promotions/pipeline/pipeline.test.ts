import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { auditEvents, modelVersions, promotionConflicts, promotions, runs } from "@/db/schema";
import { testDb } from "@/db/testing";
import { createToken } from "@/lib/auth/commands/create-token";
import { gateSchema } from "@/lib/governance/gates/gate";
import { type Handler, type RouteParams, withProblems } from "@/lib/http";
import { postVersion } from "@/lib/models/versions-handlers";
import { approvePromotion } from "../commands/approve-promotion";
import { defaultPlan } from "../rollout-plan";
import { buildWorld, type CastName, type World } from "../testing";
import { bindPolicy } from "../testing-policy";
import { request as requestAsPerson, shown } from "../testing-requests";
import { getPromotion, postPromotion } from "./handlers";

const { db, sql } = await testDb();
let world: World;
let token: string;
const makeToken = async (who: CastName, scopes: ("promote" | "read" | "ingest")[] = ["promote"]) => {
  const made = await createToken(world.as(who), { name: `ci of ${who}`, scopes });
  await sql`update api_tokens set expires_at = now() + interval '1 day' where id = ${made.tokenId}`;
  return made.token;
};

beforeEach(async () => {
  world = await buildWorld(db);
  token = await makeToken("maya");
});

async function send(handler: Handler, body?: unknown, params: RouteParams = {}, as = token) {
  const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const message = new Request("http://test/api/v1", { ...init, headers: { authorization: `Bearer ${as}` } });
  const answer = await withProblems(handler)(message, params);
  return { status: answer.status, body: await answer.json() };
}
const rollbackPlan = { summary: "Serve the former version from the registry.", minutes: 10 };
const asked = {
  model: "income-eligibility",
  version: 2,
  target: "benefits-eu",
  reason: "Better recall for everyone.",
  rollbackPlan,
};
const ask = (change: object = {}, as = token) => send(postPromotion, { ...asked, ...change }, {}, as);

describe("POST /api/v1/promotions", () => {
  it("asks in the name of the token's owner, who is the requester and may not approve", async () => {
    const answer = await ask();
    expect(answer).toMatchObject({
      status: 201,
      body: {
        outcome: "requested",
        number: 1,
        state: "awaiting_approval",
        verdict: "passed",
        requestedBy: "Maya Lind",
      },
    });
    const promotion = await shown(world, 1);
    expect(promotion.requestedBy).toBe(world.ids.maya.userId);
    expect(promotion.rolloutPlan).toMatchObject(defaultPlan("medium", world.ids.otto.userId));
    expect(promotion.rollbackPlan).toMatchObject({ ...rollbackPlan, ownerUserId: world.ids.otto.userId });
    const conflicts = await db
      .select()
      .from(promotionConflicts)
      .where(eq(promotionConflicts.promotionId, promotion.id));
    expect(conflicts.map(({ personId }) => personId)).toContain(world.ids.maya.personId);
    await expect(
      approvePromotion(world.as("mayaTwo"), { number: 1, subjectDigest: promotion.subjectDigest }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
    const [event] = await db.select().from(auditEvents).where(eq(auditEvents.objectId, promotion.id));
    expect(event).toMatchObject({ action: "promotion.requested", actorKind: "token" });
  });

  it("answers a retry with the promotion that is open, also when twenty arrive at once", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask()));
    expect(answers.map(({ body }) => body.number)).toEqual(Array(20).fill(1));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await db.select().from(promotions).where(eq(promotions.projectId, world.projectId))).toHaveLength(1);
  });

  it("takes the plans of the last request for the target when none are sent", async () => {
    await ask();
    await sql`update promotions set state = 'withdrawn' where project_id = ${world.projectId}`;
    expect(await ask({ rollbackPlan: undefined })).toMatchObject({ status: 201, body: { number: 2 } });
    expect((await shown(world, 2)).rollbackPlan).toEqual((await shown(world, 1)).rollbackPlan);
  });

  it("keeps a request with another plan a conflict that names the open one", async () => {
    await ask();
    const other = await ask({ rollbackPlan: { ...rollbackPlan, minutes: 60 } });
    expect(other).toMatchObject({ status: 409, body: { detail: expect.stringContaining("P-1 already asks") } });
  });

  it("takes people by e-mail", async () => {
    const owner = `${world.ids.ines.userId}@example.test`;
    const { stages } = defaultPlan("low", "");
    const rolloutPlan = { stages, triggers: [{ condition: "Errors above 1 %", owner: owner.toUpperCase() }] };
    expect(await ask({ rolloutPlan, rollbackPlan: { ...rollbackPlan, owner } })).toMatchObject({ status: 201 });
    const promotion = await shown(world, 1);
    expect(promotion.rollbackPlan).toMatchObject({ ownerUserId: world.ids.ines.userId });
    expect(promotion.rolloutPlan).toMatchObject({
      triggers: [{ ownerUserId: world.ids.ines.userId, mode: "page_owner" }],
    });
  });

  it.each([
    ["an unknown model", { model: "nothing" }, 404, /^Version 2 of model nothing/],
    ["an unknown version", { version: 9 }, 404, /^Version 9 of/],
    [
      "an unknown target",
      { target: "moon" },
      400,
      /^target: moon is not a target of income-eligibility; it has benefits-eu/,
    ],
    ["a short reason", { reason: "ok" }, 400, /^reason: The reason needs at least 10/],
    [
      "no way back for the first request",
      { rollbackPlan: undefined },
      400,
      /^rollbackPlan: is missing; nobody has asked/,
    ],
    [
      "a person who is no member",
      { rollbackPlan: { ...rollbackPlan, owner: "x@example.org" } },
      400,
      /^rollbackPlan.owner: x@example.org is not a member/,
    ],
    [
      "a plan that ends below full",
      { rolloutPlan: { stages: [{ kind: "ramp", weight: 10, soakMinutes: 5 }], triggers: [{ condition: "errors" }] } },
      400,
      /^rolloutPlan.stages.0: The last stage must be full/,
    ],
    ["a plan without triggers", { rolloutPlan: { stages: [] } }, 400, /^rolloutPlan.triggers: /],
    ["the version that serves already", { version: 1 }, 412, /serves all traffic/],
  ])("refuses %s", async (_name, change, status, detail) => {
    expect(await ask(change)).toMatchObject({ status, body: { detail: expect.stringMatching(detail) } });
    expect(await db.select().from(promotions).where(eq(promotions.projectId, world.projectId))).toEqual([]);
  });

  it("refuses a token without the scope, without an owner, and one whose owner may not ask any more", async () => {
    const ingest = await makeToken("maya", ["ingest", "read"]);
    expect(await ask({}, ingest)).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining('"promote"') },
    });
    const orphan = await makeToken("jun");
    await sql`update api_tokens set owner_user_id = null where name = 'ci of jun' and project_id = ${world.projectId}`;
    expect(await ask({}, orphan)).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining("has no owner") },
    });
    await sql`update members set role = 'viewer' where user_id = ${world.ids.maya.userId}`;
    expect(await ask()).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining("may not do this themselves") },
    });
  });

  it("does not let somebody whose roles do not allow it make such a token", async () => {
    await sql`insert into members (project_id, user_id, role, created_at) values (${world.projectId}, ${world.ids.vera.userId}, 'admin', now())`;
    await expect(createToken(world.as("vera", 1, ["admin"]), { name: "x", scopes: ["promote"] })).rejects.toMatchObject(
      { code: "FORBIDDEN" },
    );
  });
});

describe("GET /api/v1/promotions/{number}", () => {
  const status = (number: string, as = token) => send(getPromotion, undefined, { number }, as);

  it("says where it stands, each gate and who acts next", async () => {
    await requestAsPerson(world);
    const { body } = await status("P-1");
    expect(body).toMatchObject({
      number: 1,
      state: "awaiting_approval",
      isStale: false,
      target: "benefits-eu",
      approvals: { counted: 0 },
    });
    expect(body.next).toContain("approv");
    expect(body.path).toMatch(/\/promotions\/1$/);
    const counted = Object.values<number>(body.counts).reduce((sum, n) => sum + n, 0);
    expect(body.gates).toHaveLength(counted);
    expect(body.gates[0]).toMatchObject({
      title: expect.any(String),
      outcome: expect.any(String),
      sentence: expect.any(String),
    });
  });

  it("names what blocks and what would help", async () => {
    world = await buildWorld(db, { worse: true });
    token = await makeToken("maya", ["read"]);
    await requestAsPerson(world);
    const { body } = await status("1");
    expect(body).toMatchObject({ state: "blocked", verdict: "blocked" });
    const failed = body.gates.filter(
      ({ outcome, severity }: { outcome: string; severity: string }) => outcome === "failed" && severity === "block",
    );
    expect(failed.length).toBeGreaterThan(0);
    expect(failed[0].remedy).toContain("Request a version");
  });

  it("says what a person does where no pipeline can, and what to run where one can", async () => {
    const gates = [
      { id: "card", title: "Card", kind: "model_card", severity: "block", status: "approved" },
      { id: "risk", title: "Risk", kind: "risk_assessment", severity: "block" },
      { id: "ci", title: "CI", kind: "ci_checks", severity: "block", require: ["training_smoke"] },
    ].map((gate) => gateSchema.parse(gate));
    await bindPolicy(world, "Medium risk", (policy) => ({ ...policy, gates }));
    await requestAsPerson(world);
    const { body } = await status("1");
    const remedies = Object.fromEntries(
      body.gates.map((gate: { kind: string; remedy: string; remedyCommand: string | null }) => [
        gate.kind,
        [gate.remedy, gate.remedyCommand],
      ]),
    );
    expect(remedies).toEqual({
      model_card: ["Write what is missing and have the revision reviewed.", null],
      risk_assessment: ["Assess the risk of this model, or review the assessment that stands.", null],
      ci_checks: [
        "Have the pipeline report each check.",
        "countersign check --kind training_smoke --commit commit-2 --junit report.xml",
      ],
    });
  });

  it.each([
    ["one that is not there", "99", 404],
    ["something that is no number", "latest", 400],
    ["zero", "0", 400],
  ])("refuses %s", async (_name, number, code) => {
    expect((await status(number)).status).toBe(code);
  });

  it("does not find another project's", async () => {
    await requestAsPerson(world);
    world = await buildWorld(db);
    expect((await status("1", await makeToken("maya"))).status).toBe(404);
  });
});

describe("POST /api/v1/models/{model}/versions", () => {
  const register = (body: unknown, model = "income-eligibility") => send(postVersion, body, { model });
  const newRun = async (status: "FINISHED" | "RUNNING" = "FINISHED") => {
    const [row] = await db.select().from(runs).where(eq(runs.projectId, world.projectId)).limit(1);
    if (!row) throw new Error("no run");
    const id = `${row.id}-next`;
    await db.insert(runs).values({ ...row, id, name: "next", status, contentDigest: "sha256:next" });
    return id;
  };

  it("registers a run once, in the name of the token's owner", async () => {
    const run = await newRun();
    const first = await register({ run, description: "Nightly." });
    expect(first).toMatchObject({ status: 201, body: { outcome: "registered", version: 3 } });
    expect(await register({ run })).toMatchObject({
      status: 200,
      body: { outcome: "unchanged", version: 3, digest: first.body.digest },
    });
    const made = await db.select().from(modelVersions).where(eq(modelVersions.runId, run));
    expect(made).toMatchObject([{ registeredBy: world.ids.maya.userId, description: "Nightly." }]);
  });

  it.each([
    ["an unknown model", async () => register({ run: await newRun() }, "nothing"), 404],
    ["an unknown run", () => register({ run: "nothing" }), 404],
    ["a run that has not finished", async () => register({ run: await newRun("RUNNING") }), 412],
    ["no run", () => register({}), 400],
    ["no JSON", async () => send(postVersion, undefined, { model: "income-eligibility" }), 400],
  ])("refuses %s", async (_name, act, code) => {
    expect((await act()).status).toBe(code);
  });
});
