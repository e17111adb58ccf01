import { and, asc, count, eq, max } from "drizzle-orm";
import { afterAll, expect, it } from "vitest";
import { connect } from "@/db/client";
import { auditEvents, auditLeaves, cardRevisions, promotionDecisions, promotionExecutions } from "@/db/schema";
import { testDb } from "@/db/testing";
import { logOrigin } from "@/lib/audit/origin";
import { sequenceAudit } from "@/lib/audit/sequence";
import { testSigner } from "@/lib/audit/testing";
import { verifyLog } from "@/lib/audit/verify-log";
import { executePromotion } from "@/lib/deployments/commands/execute-promotion";
import { DomainError } from "@/lib/errors";
import { emptyCard } from "@/lib/models/card";
import { editCard } from "@/lib/models/commands/edit-card";
import { buildWorld, type CastName, type World } from "../testing";
import { request, shown } from "../testing-requests";
import { approvePromotion } from "./approve-promotion";
import { evaluatePromotion } from "./evaluate-promotion";

const { db, url } = await testDb();
const pool = connect(url, { max: 20 });
afterAll(() => pool.sql.end({ timeout: 5 }));

const [clients, rounds] = [20, 4];
const acts = ["rosa", "ines", "execute", "evaluate", "rafi", "nadia", "execute", "edit"] as const;
type Act = (typeof acts)[number];

/** One act of one client, as it is at that moment; false when it was refused. */
async function attempt(world: World, number: number, act: Act): Promise<boolean> {
  const as = (who: CastName) => ({ ...world.as(who), db: pool.db });
  const run = async () => {
    if (act === "execute") return executePromotion(as("otto"), { number });
    if (act === "evaluate") return evaluatePromotion({ ...world.system(), db: pool.db }, { number });
    if (act === "edit") {
      const own = and(eq(cardRevisions.projectId, world.projectId), eq(cardRevisions.versionId, world.candidate));
      const [card] = await pool.db
        .select({ revision: max(cardRevisions.revision) })
        .from(cardRevisions)
        .where(own);
      const seenRevision = card?.revision ?? 1;
      const body = { ...emptyCard, overview: `After ${seenRevision}` };
      return editCard({ ...as("maya") }, { versionId: world.candidate, seenRevision, body });
    }
    const { subjectDigest } = await shown(world, number);
    return approvePromotion(as(act), { number, subjectDigest });
  };
  return run().then(
    () => true,
    (error: unknown) => {
      if (error instanceof DomainError) return false;
      throw error;
    },
  );
}

it("twenty clients on one promotion carry it out at most once, lose no event and leave a log that verifies", {
  timeout: 180_000,
}, async () => {
  const world = await buildWorld(db);
  const { number } = await request(world);
  const { id } = await shown(world, number);
  const done: Record<Act, number> = { rosa: 0, ines: 0, execute: 0, evaluate: 0, rafi: 0, nadia: 0, edit: 0 };
  const client = async (nth: number) => {
    for (let round = 0; round < rounds; round++) {
      // Everybody does everything, each in another order.
      const act = acts[(nth * 3 + round * (1 + (nth % 3))) % acts.length] as Act;
      if (await attempt(world, number, act)) done[act] += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, nth) => client(nth)));
  // Whatever came of the race, the promotion can still be brought to its end, once.
  for (const act of ["evaluate", "rosa", "ines", "execute"] as const)
    if (await attempt(world, number, act)) done[act] += 1;

  expect((await shown(world, number)).state).toBe("executed");
  expect(done.execute).toBe(1);
  const executions = await db
    .select({ n: count() })
    .from(promotionExecutions)
    .where(eq(promotionExecutions.promotionId, id));
  expect(executions[0]?.n).toBe(1);

  const events = await db.select().from(auditEvents).where(eq(auditEvents.objectId, id)).orderBy(asc(auditEvents.id));
  const told = (action: string) => events.filter((event) => event.action === action).length;
  const approvals = done.rosa + done.ines + done.rafi + done.nadia;
  const stored = await db.select({ n: count() }).from(promotionDecisions).where(eq(promotionDecisions.promotionId, id));
  expect([stored[0]?.n, told("promotion.approved"), told("promotion.executed")]).toEqual([approvals, approvals, 1]);

  const origin = await logOrigin(db);
  const signer = testSigner(origin);
  while ((await sequenceAudit(db, signer)).status === "sealed");
  const [all] = await db.select({ n: count() }).from(auditEvents);
  const [sealed] = await db.select({ n: count() }).from(auditLeaves);
  expect(sealed?.n).toBe(all?.n);
  expect(await verifyLog(db, { vkeys: [signer.vkey] })).toMatchObject({ broken: null, waiting: 0, size: all?.n });
});
