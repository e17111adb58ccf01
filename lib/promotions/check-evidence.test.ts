import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { promotionConflicts, promotionEvaluations } from "@/db/schema";
import { testDb } from "@/db/testing";
import { createToken } from "@/lib/auth/commands/create-token";
import { createContext } from "@/lib/context";
import { reportCheck } from "@/lib/governance/commands/report-check";
import { publishByTwo } from "@/lib/governance/drafts/testing-drafts";
import type { PolicyEvaluation } from "@/lib/governance/gates/evaluate-policy";
import { gateSchema } from "@/lib/governance/gates/gate";
import { findApplicablePolicy } from "@/lib/governance/queries";
import { evaluatePromotionJob } from "./evaluate-promotion-job";
import { buildWorld, type World } from "./testing";
import { request, shown } from "./testing-requests";

const { db, sql } = await testDb();
const commit = "646009139035f2ddd3a7ac1903221ffa4f5f38c4";
const kinds = ["transformation_tests", "inference_contract"] as const;

/** The applicable policy with a gate that needs two kinds of check. */
async function requireChecks(world: World) {
  const place = { model: "income-eligibility", tier: "medium", environment: "production" } as const;
  const applicable = await findApplicablePolicy(world.system(), place);
  if (!applicable) throw new Error("no policy applies");
  const gate = gateSchema.parse({
    id: "ci-checks",
    title: "CI checks",
    severity: "block",
    kind: "ci_checks",
    require: [...kinds],
  });
  const others = applicable.policy.gates.filter(({ id }) => id !== gate.id);
  await publishByTwo(world, { ...applicable.policy, gates: [...others, gate] });
}

/** What the worker does with the evaluations that are waiting. */
async function work(world: World) {
  const waiting =
    await sql`delete from graphile_worker._private_jobs where key like 'promotion.evaluate:%' returning payload`;
  for (const { payload } of waiting)
    if (payload.projectId === world.projectId)
      await evaluatePromotionJob(payload, { db, signal: new AbortController().signal, attempt: 1 });
  return waiting.length;
}

async function gateNow(world: World) {
  const { id, state, evaluation } = await shown(world, 1);
  const rows = await db.select().from(promotionEvaluations).where(eq(promotionEvaluations.promotionId, id));
  const stored = rows.find((row) => row.evaluation === evaluation)?.results as PolicyEvaluation | undefined;
  const gate = stored?.results.find(({ gateId }) => gateId === "ci-checks");
  return { state, outcome: gate?.outcome, sentence: gate?.sentence };
}

it("a check that arrives turns its gate, without anyone asking", async () => {
  const world = await buildWorld(db, { commit });
  await requireChecks(world);
  await request(world);
  expect(await gateNow(world)).toMatchObject({ state: "blocked", outcome: "inconclusive" });

  const { tokenId } = await createToken(world.as("maya"), { name: "ci", scopes: ["checks"] });
  const { db: _, ...rest } = world.system();
  const owner = { ownerUserId: world.ids.rafi.userId, ownerPersonId: world.ids.rafi.personId };
  await sql`update api_tokens set owner_user_id = ${owner.ownerUserId} where id = ${tokenId}`;
  const actor = { kind: "token", tokenId, name: "ci", scopes: ["checks"], ...owner } as const;
  const ci = createContext({ ...rest, db, actor });
  await reportCheck(ci, { kind: kinds[0], name: "pytest", commit: commit.slice(0, 7), status: "failed" });
  expect(await work(world)).toBe(1);
  expect(await gateNow(world)).toMatchObject({ state: "blocked", outcome: "failed" });

  world.moveClock(5);
  await reportCheck(ci, { kind: kinds[0], name: "pytest", commit, status: "passed" });
  await reportCheck(ci, {
    kind: kinds[1],
    name: "contract",
    model: "income-eligibility",
    version: 2,
    status: "passed",
  });
  expect(await work(world)).toBe(1);
  expect(await gateNow(world)).toMatchObject({ state: "awaiting_approval", outcome: "passed" });

  const { id } = await shown(world, 1);
  const conflicts = await db.select().from(promotionConflicts).where(eq(promotionConflicts.promotionId, id));
  expect(conflicts.filter(({ personId }) => personId === owner.ownerPersonId).map(({ reason }) => reason)).toEqual([
    'sent evidence with the token "ci"',
  ]);
});
