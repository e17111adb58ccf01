import { and, count, eq, sql as raw } from "drizzle-orm";
import fc from "fast-check";
import { expect, it } from "vitest";
import { members, models, promotionDecisions, promotionExecutions, riskRevisions } from "@/db/schema";
import { testDb } from "@/db/testing";
import { executePromotion } from "@/lib/deployments/commands/execute-promotion";
import { DomainError } from "@/lib/errors";
import { emptyCard } from "@/lib/models/card";
import { editCard } from "@/lib/models/commands/edit-card";
import { buildWorld, type CastName, type World } from "../testing";
import { request, shown } from "../testing-requests";
import { approvePromotion } from "./approve-promotion";
import { clearDecision } from "./clear-decision";
import { evaluatePromotion } from "./evaluate-promotion";
import { rejectPromotion, requestChanges } from "./object-to-promotion";

const { db } = await testDb();
const why = "As the sequence wants it.";

const deciders = ["mayaTwo", "jun", "rosa", "rafi", "ines"] as const;
type Decider = (typeof deciders)[number];
const decider = fc.constantFrom<Decider>(...deciders);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("approve" as const), who: decider, stale: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("reject" as const, "change" as const), who: decider }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("clear" as const), who: decider }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("edit" as const),
      who: fc.constantFrom<CastName>("ines", "rosa", "maya"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("tier" as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("evaluate" as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom("demote" as const, "restore" as const),
      who: fc.constantFrom<Decider>("ines", "rosa"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("wait" as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("execute" as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** What the test itself knows of the story, apart from the code under test: who contributed, who signed what, who holds what role. */
type Story = {
  card: number;
  risk: number;
  contributors: Set<string>;
  signed: { who: Decider; card: number; risk: number }[];
  held: Set<Decider>;
  firstDigest: string;
};

async function play(world: World, number: number, story: Story, next: Step): Promise<void> {
  const promotion = await shown(world, number);
  const person = (who: CastName) => world.ids[who].personId;
  switch (next.kind) {
    case "approve": {
      const subjectDigest = next.stale ? story.firstDigest : promotion.subjectDigest;
      await approvePromotion(world.as(next.who), { number, subjectDigest });
      expect(story.contributors.has(person(next.who)), `${next.who} contributed and approved`).toBe(false);
      story.signed = [
        ...story.signed.filter((s) => s.who !== next.who),
        { who: next.who, card: story.card, risk: story.risk },
      ];
      return;
    }
    case "reject":
    case "change": {
      const object = next.kind === "reject" ? rejectPromotion : requestChanges;
      await object(world.as(next.who), { number, subjectDigest: promotion.subjectDigest, comment: why });
      story.signed = story.signed.filter((s) => s.who !== next.who);
      return;
    }
    case "clear": {
      const [open] = await db
        .select()
        .from(promotionDecisions)
        .where(and(eq(promotionDecisions.promotionId, promotion.id), raw`kind <> 'approve' and state <> 'cleared'`));
      await clearDecision(world.as(next.who), { number, decisionId: open?.id ?? "none", reason: why });
      return;
    }
    case "edit": {
      const body = { ...emptyCard, overview: `Revision ${story.card + 1}` };
      await editCard(world.as(next.who, 1, ["data_scientist"]), {
        versionId: world.candidate,
        seenRevision: story.card,
        body,
      });
      story.card += 1;
      story.contributors.add(person(next.who));
      return;
    }
    case "tier": {
      const revision = story.risk + 1;
      await db.update(models).set({ riskRevision: revision }).where(eq(models.id, world.modelId));
      const edit = {
        projectId: world.projectId,
        modelId: world.modelId,
        revision,
        tier: "medium",
        reason: why,
        editedBy: world.ids.vera.userId,
        editedAt: world.system().now(),
      } as const;
      await db.insert(riskRevisions).values(edit);
      story.risk = revision;
      return;
    }
    case "evaluate":
      await evaluatePromotion(world.system(), { number });
      return;
    case "demote":
    case "restore": {
      const role = next.kind === "demote" ? "viewer" : next.who === "ines" ? "risk_officer" : "reviewer";
      await db
        .update(members)
        .set({ role })
        .where(and(eq(members.projectId, world.projectId), eq(members.userId, world.ids[next.who].userId)));
      if (next.kind === "demote") story.held.delete(next.who);
      else story.held.add(next.who);
      return;
    }
    case "wait":
      world.moveClock(3 * 24 * 60);
      return;
    case "execute": {
      await executePromotion(world.as("otto"), { number });
      await assertRightful(story, promotion.id, world);
    }
  }
}

/** Judged by the story alone: two eligible people, one from risk, outside the contributors, on exactly what is true now. */
async function assertRightful(story: Story, promotionId: string, world: World): Promise<void> {
  const fresh = story.signed.filter((s) => s.card === story.card && s.risk === story.risk && story.held.has(s.who));
  const people = new Set(fresh.map((s) => world.ids[s.who].personId).filter((id) => !story.contributors.has(id)));
  expect(people.size, "executed without two rightful approvals").toBeGreaterThanOrEqual(2);
  expect(people.has(world.ids.ines.personId), "executed without risk").toBe(true);
  const objections = await db
    .select({ n: count() })
    .from(promotionDecisions)
    .where(and(eq(promotionDecisions.promotionId, promotionId), raw`kind <> 'approve' and state <> 'cleared'`));
  expect(objections[0]?.n, "executed over an objection").toBe(0);
}

it("no sequence of commands lets a contributor approve, executes twice, or executes a stale approval", {
  timeout: 600_000,
}, async () => {
  let executed = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
      const world = await buildWorld(db);
      const { number } = await request(world);
      const { id, subjectDigest } = await shown(world, number);
      const story: Story = {
        card: 1,
        risk: 1,
        contributors: new Set([world.ids.maya.personId, world.ids.jun.personId, world.ids.vera.personId]),
        signed: [],
        held: new Set(deciders),
        firstDigest: subjectDigest,
      };
      for (const next of steps) {
        await play(world, number, story, next).catch((error: unknown) => {
          if (!(error instanceof DomainError)) throw error;
        });
      }
      const executions = await db
        .select({ n: count() })
        .from(promotionExecutions)
        .where(eq(promotionExecutions.promotionId, id));
      expect(executions[0]?.n).toBeLessThanOrEqual(1);
      executed += executions[0]?.n ?? 0;
    }),
    {
      numRuns: 25,
      examples: [
        [
          [
            { kind: "approve", who: "rosa", stale: false },
            { kind: "approve", who: "ines", stale: false },
            { kind: "execute" },
            { kind: "execute" },
          ],
        ],
        [
          [
            { kind: "approve", who: "rosa", stale: false },
            { kind: "approve", who: "ines", stale: false },
            { kind: "edit", who: "maya" },
            { kind: "execute" },
            { kind: "approve", who: "rafi", stale: true },
          ],
        ],
        [
          [
            { kind: "approve", who: "rosa", stale: false },
            { kind: "approve", who: "ines", stale: false },
            { kind: "demote", who: "ines" },
            { kind: "execute" },
            { kind: "restore", who: "ines" },
            { kind: "execute" },
          ],
        ],
        [
          [
            { kind: "approve", who: "ines", stale: false },
            { kind: "edit", who: "ines" },
            { kind: "evaluate" },
            { kind: "approve", who: "ines", stale: false },
            { kind: "approve", who: "rosa", stale: false },
            { kind: "execute" },
          ],
        ],
      ],
    },
  );
  // The examples carry it out twice, so that the property is not true of a machine that never moves.
  expect(executed).toBeGreaterThanOrEqual(2);
});
