import "server-only";
import { and, eq } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { type PromotionDecisionRow, people, promotionConflicts } from "@/db/schema";
import { type Context, deadlineNow } from "@/lib/context";
import type { ApprovalRule } from "@/lib/governance/policy";
import { type Tally, tallyApprovals } from "./approval";
import type { PromotionFacts } from "./available-actions";
import { readConflictFacts } from "./conflict-facts-query";
import {
  type Conflict,
  type ConflictFacts,
  conflictSet,
  conflictsByPerson,
  contributorsOf,
  type Person,
} from "./conflict-set";
import { asDecision, readDecisions, readStanding } from "./decisions-query";
import type { LoadedPromotion } from "./load-promotion";
import { type Present, readPresent } from "./present-subject";
import type { StateFacts } from "./promotion-state";
import { isClosed } from "./promotion-state";
import { reopenedGates, waivableGates, waiverState } from "./waiver";
import { listServing, listWaivers, type WaiverView } from "./waivers-query";

export type Judged = {
  loaded: LoadedPromotion;
  present: Present;
  rule: ApprovalRule;
  decisions: PromotionDecisionRow[];
  conflicts: Conflict[];
  requester: Person;
  /** Every waiver of this version in this environment, and the targets that serve it there. */
  waivers: WaiverView[];
  serving: string[];
  now: Date;
  tally: Tally;
  facts: StateFacts;
};

/** Reads everything a decision rests on as it is at this moment. Inside a transaction it sees what the lock holds still. */
export async function judgePromotion(
  ctx: Context,
  db: Reader,
  loaded: LoadedPromotion,
  purpose: "decide" | "show" = "decide",
): Promise<Judged> {
  const now = await deadlineNow(db, ctx);
  const contributions = readConflictFacts(ctx, db, loaded);
  const [present, [decisions, standing], { conflicts, requester }, [waivers, serving]] = await Promise.all([
    readPresent(ctx, db, loaded, now, purpose, contributions),
    readDecisionsWithStanding(ctx, db, loaded.promotion.id),
    readConflicts(ctx, db, loaded, contributions),
    readWaivers(ctx, db, loaded.promotion),
  ]);
  const rule = present.policy.policy.approval;
  const parts = { loaded, present, rule, decisions, conflicts, requester, waivers, serving, now };
  return { ...parts, ...tallyOf(parts, standing) };
}

/** The same judgement after a decision was written: who decided what is read anew, the subject under the lock is the same. */
export async function retally(ctx: Context, db: Reader, judged: Judged): Promise<Judged> {
  const [decisions, standing] = await readDecisionsWithStanding(ctx, db, judged.loaded.promotion.id);
  const parts = { ...judged, decisions, now: await deadlineNow(db, ctx) };
  return { ...parts, ...tallyOf(parts, standing) };
}

async function readDecisionsWithStanding(ctx: Context, db: Reader, promotionId: string) {
  const decisions = await readDecisions(ctx, db, promotionId);
  return [decisions, await readStanding(ctx, db, decisions)] as const;
}

async function readWaivers(ctx: Context, db: Reader, promotion: LoadedPromotion["promotion"]) {
  const waivers = await listWaivers(ctx, promotion, db);
  return [waivers, waivers.length > 0 ? await listServing(ctx, promotion, db) : []] as const;
}

type Parts = Omit<Judged, "tally" | "facts">;

function tallyOf(
  { loaded, present, rule, decisions, conflicts, waivers, now }: Parts,
  standing: Parameters<typeof tallyApprovals>[0]["standing"],
) {
  const { promotion } = loaded;
  const tally = tallyApprovals({
    rule,
    decisions: decisions.map(asDecision),
    subjectDigest: present.digest,
    conflicts: conflictsByPerson(conflicts),
    contributors: contributorsOf(conflicts),
    standing,
    waivedBy: new Map(
      waivers.filter((w) => waiverState(w, now) === "in_force").map((w) => [w.grantedByPersonId, w.grantor]),
    ),
  });
  const facts: StateFacts = {
    verdict: present.evaluation.verdict,
    objection: tally.objection,
    quorumMet: tally.met,
    subjectFresh: promotion.subjectDigest === present.digest,
    cooledOff: tally.executableFrom !== null && tally.executableFrom <= now,
    expired: promotion.expiresAt !== null && promotion.expiresAt <= now,
  };
  return { tally, facts };
}

/** The conflict set as computed now, with everyone who was ever found to be in it: nobody leaves by undoing an edit. */
async function readConflicts(
  ctx: Context,
  db: Reader,
  { promotion }: LoadedPromotion,
  contributions: Promise<ConflictFacts>,
): Promise<{ conflicts: Conflict[]; requester: Person }> {
  const [facts, stored] = await Promise.all([
    contributions,
    db
      .select({
        personId: promotionConflicts.personId,
        reason: promotionConflicts.reason,
        source: promotionConflicts.source,
        name: people.name,
      })
      .from(promotionConflicts)
      .innerJoin(people, eq(people.id, promotionConflicts.personId))
      .where(and(eq(promotionConflicts.projectId, ctx.projectId), eq(promotionConflicts.promotionId, promotion.id))),
  ]);
  const computed = conflictSet(facts);
  const merged = new Map(
    computed.map((conflict) => [conflict.personId, { ...conflict, reasons: [...conflict.reasons] }]),
  );
  for (const { personId, reason, name, source } of stored) {
    const entry = merged.get(personId) ?? { personId, name, reasons: [], contributed: false };
    if (!entry.reasons.includes(reason)) entry.reasons.push(reason);
    entry.contributed ||= source === "contribution";
    merged.set(personId, entry);
  }
  return { conflicts: [...merged.values()], requester: facts.requester };
}

/** Gates that could be waived: of an open promotion those that do not pass, of one carried out those that reopened. */
export function waiverFacts({ loaded, present, waivers, serving, now }: Judged) {
  return isClosed(loaded.promotion.state)
    ? { waivable: reopenedGates(waivers, loaded.promotion.state === "executed" && serving.length > 0, now), fixed: [] }
    : waivableGates(present.evaluation.results, present.policy.policy.gates);
}

/** What availableActions needs, for the subject that was on the screen (null = the page is rendered from the present one). */
export const promotionFacts = (judged: Judged, shownDigest: string | null, now: Date): PromotionFacts => ({
  ...waiverFacts(judged),
  contributors: contributorsOf(judged.conflicts),
  state: judged.loaded.promotion.state,
  facts: judged.facts,
  rule: judged.rule,
  tally: judged.tally,
  requester: judged.requester,
  conflicts: conflictsByPerson(judged.conflicts),
  blockingGates: judged.present.evaluation.results
    .filter((result) => judged.present.evaluation.blocking.includes(result.gateId))
    .map((result) => result.title),
  subjectDigest: judged.present.digest,
  shownDigest,
  now,
});
