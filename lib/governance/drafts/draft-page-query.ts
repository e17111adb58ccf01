import "server-only";
import { and, asc, desc, eq, inArray, isNull } from "drizzle-orm";
import type { PolicyDraftKind } from "@/db/enums";
import { members, policyDecisions, policyDrafts, users } from "@/db/schema";
import { permissionRow } from "@/lib/auth/permissions";
import type { UserContext } from "@/lib/context";
import { type KeptBacktest, listBacktests, signedBacktest } from "../backtest/backtests-query";
import type { Affected } from "./affected";
import { type DraftRefusals, draftRefusals } from "./draft-rules";
import { type JudgedDraft, judgeDraft } from "./judge-draft";
import { findDraft } from "./load-draft";
import { readAffected } from "./open-promotions-query";

export type DraftPage = JudgedDraft & {
  refusals: DraftRefusals;
  affected: readonly Affected[];
  createdBy: string;
  proposedBy: string | null;
  /** Who could decide on it: may publish, and wrote nothing of it. */
  deciders: readonly string[];
  /** The back-test that goes with the proposal, and the newest one where that is another; newest first. */
  backtests: readonly (KeptBacktest & { isSigned: boolean })[];
  decision: { kind: "approve" | "reject"; by: string; at: Date; comment: string } | null;
};

/** Everything the page of a draft shows. Throws NOT_FOUND. */
export async function loadDraftPage(ctx: UserContext, number: number): Promise<DraftPage> {
  const judged = await judgeDraft(ctx, await findDraft(ctx, number));
  const { draft, facts } = judged;
  const people = await ctx.db
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(inArray(users.id, [draft.createdBy, draft.proposedBy ?? draft.createdBy]));
  const nameOf = (id: string | null) => people.find((person) => person.id === id)?.name ?? null;
  const [decision] = await ctx.db
    .select({
      kind: policyDecisions.kind,
      by: users.name,
      at: policyDecisions.decidedAt,
      comment: policyDecisions.comment,
    })
    .from(policyDecisions)
    .innerJoin(users, eq(users.id, policyDecisions.userId))
    .where(and(eq(policyDecisions.projectId, ctx.projectId), eq(policyDecisions.draftId, draft.id)));
  return {
    ...judged,
    refusals: draftRefusals(facts, ctx.actor),
    affected: draft.state === "draft" || draft.state === "proposed" ? await readAffected(ctx, judged) : [],
    createdBy: nameOf(draft.createdBy) ?? "somebody",
    proposedBy: nameOf(draft.proposedBy),
    deciders: await readDeciders(ctx, [...facts.editors.keys()]),
    backtests: await readBacktests(ctx, judged),
    decision: decision ?? null,
  };
}

async function readBacktests(ctx: UserContext, judged: JudgedDraft): Promise<DraftPage["backtests"]> {
  const kept = await listBacktests(ctx, judged);
  const signed = signedBacktest(judged);
  const own = kept.find((one) => one.digest === signed);
  return kept.filter((one, index) => index === 0 || one === own).map((one) => ({ ...one, isSigned: one === own }));
}

async function readDeciders(ctx: UserContext, editors: readonly string[]): Promise<string[]> {
  const rows = await ctx.db
    .selectDistinct({ name: users.name, personId: users.personId })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(members.projectId, ctx.projectId),
        inArray(members.role, [...permissionRow("policy.publish").roles]),
        isNull(users.disabledAt),
      ),
    )
    .orderBy(asc(users.name));
  return rows.filter((row) => !editors.includes(row.personId)).map((row) => row.name);
}

export type DraftRow = {
  number: number;
  name: string;
  kind: PolicyDraftKind;
  isNew: boolean;
  state: "draft" | "proposed" | "published" | "withdrawn" | "rejected";
  by: string;
  updatedAt: Date;
  reason: string | null;
};

/** Drafts of the project, newest change first: those still open, or with `over` the newest that have ended. */
export async function listDrafts(ctx: UserContext, which: "open" | "over"): Promise<DraftRow[]> {
  const states =
    which === "open" ? (["proposed", "draft"] as const) : (["published", "rejected", "withdrawn"] as const);
  const rows = await ctx.db
    .select({ draft: policyDrafts, by: users.name })
    .from(policyDrafts)
    .innerJoin(users, eq(users.id, policyDrafts.createdBy))
    .where(and(eq(policyDrafts.projectId, ctx.projectId), inArray(policyDrafts.state, [...states])))
    .orderBy(desc(policyDrafts.updatedAt))
    .limit(which === "open" ? 200 : 20);
  return rows.map(({ draft, by }) => ({
    number: draft.number,
    name: draft.name,
    kind: draft.kind,
    isNew: draft.policyId === null,
    state: draft.state,
    by,
    updatedAt: draft.updatedAt,
    reason: draft.reason,
  }));
}
