import "server-only";
import { and, eq, inArray, max, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Reader, Tx } from "@/db/client";
import type { FindingState } from "@/db/enums";
import { type FindingRow, findingEvents, findings, members, models, modelVersions, users } from "@/db/schema";
import type { FindingChange } from "@/db/schema/risk";
import { can } from "@/lib/auth/permissions";
import type { Context, UserContext } from "@/lib/context";
import { conflict, invalidInput, notFound } from "@/lib/errors";
import type { FindingActor, FindingFacts } from "./finding";

export type LoadedFinding = { finding: FindingRow; model: string; version: number | null };

/** Locks a finding for this transaction and reads it with the names of its model and version. Throws NOT_FOUND. */
export async function lockFinding(tx: Tx, ctx: Context, number: number): Promise<LoadedFinding> {
  const [finding] = await tx
    .select()
    .from(findings)
    .where(and(eq(findings.projectId, ctx.projectId), eq(findings.number, number)))
    .for("update");
  if (!finding) throw notFound(`Finding F-${number}`);
  const [named] = await tx
    .select({ model: models.name, version: modelVersions.version })
    .from(models)
    .leftJoin(
      modelVersions,
      and(eq(modelVersions.projectId, models.projectId), eq(modelVersions.id, finding.versionId ?? "")),
    )
    .where(and(eq(models.projectId, ctx.projectId), eq(models.id, finding.modelId)));
  return { finding, model: named?.model ?? "", version: named?.version ?? null };
}

/** Refuses a change that was made on another state of the finding than it has now. */
export function assertSeen({ finding }: LoadedFinding, lockVersion: number): void {
  if (finding.lockVersion === lockVersion) return;
  throw conflict(
    `F-${finding.number} changed while you were writing (it is ${finding.state} now). Nothing was saved; look again.`,
    { state: finding.state, lockVersion: finding.lockVersion },
  );
}

/** The facts that transitions of a finding are judged by. */
export async function readFindingFacts(db: Reader, finding: FindingRow): Promise<FindingFacts> {
  const ids = [finding.ownerUserId, finding.mitigatedBy].filter((entry) => entry !== null);
  const rows = await db.select({ id: users.id, personId: users.personId }).from(users).where(inArray(users.id, ids));
  const personOf = new Map(rows.map((row) => [row.id, row.personId]));
  return {
    state: finding.state,
    ownerPersonId: personOf.get(finding.ownerUserId) ?? finding.ownerUserId,
    mitigatedByPersonId: finding.mitigatedBy === null ? null : (personOf.get(finding.mitigatedBy) ?? null),
    handedOverBy: await readHandedOverBy(db, finding),
  };
}

/** Persons who, as owner, named somebody else as owner. */
async function readHandedOverBy(db: Reader, { projectId, id }: FindingRow): Promise<string[]> {
  const actor = alias(users, "actor");
  const owner = alias(users, "owner");
  const rows = await db
    .selectDistinct({ personId: actor.personId })
    .from(findingEvents)
    .innerJoin(actor, eq(actor.id, findingEvents.userId))
    .innerJoin(owner, eq(owner.personId, actor.personId))
    .where(
      and(
        eq(findingEvents.projectId, projectId),
        eq(findingEvents.findingId, id),
        sql`${findingEvents.changes} @> jsonb_build_array(jsonb_build_object('field', 'ownerUserId', 'from', ${owner.id}))`,
      ),
    );
  return rows.map((row) => row.personId);
}

/** What the matrix gives this person on findings. */
export const findingActor = ({ actor }: UserContext): FindingActor => ({
  personId: actor.personId,
  mayEdit: can(actor, "finding.edit"),
  mayClose: can(actor, "finding.close"),
  mayAccept: can(actor, "finding.accept"),
});

/** Refuses an owner who is not an active member here. */
export async function assertMember(db: Reader, ctx: Context, userId: string, field = "ownerUserId"): Promise<void> {
  const [found] = await db
    .select({ userId: members.userId })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.projectId, ctx.projectId), eq(members.userId, userId), sql`${users.disabledAt} is null`))
    .limit(1);
  if (!found) throw invalidInput(field, "is not an active member of this project; choose somebody who is");
}

type Entry = {
  kind: string;
  from: FindingState | null;
  to: FindingState;
  note: string;
  changes?: FindingChange[];
};

/** Adds to the history of a finding that the caller has locked or just made. */
export async function appendFindingEvent(tx: Tx, ctx: Context, findingId: string, entry: Entry): Promise<void> {
  const own = and(eq(findingEvents.projectId, ctx.projectId), eq(findingEvents.findingId, findingId));
  const [last] = await tx
    .select({ seq: max(findingEvents.seq) })
    .from(findingEvents)
    .where(own);
  await tx.insert(findingEvents).values({
    projectId: ctx.projectId,
    findingId,
    seq: (last?.seq ?? 0) + 1,
    changes: [],
    ...entry,
    userId: ctx.actor.kind === "user" ? ctx.actor.userId : null,
    at: ctx.now(),
  });
}

/** Writes a finding that is locked; its lock version says to others that it moved. */
export async function writeFinding(tx: Tx, ctx: Context, seen: FindingRow, change: Partial<FindingRow>): Promise<void> {
  await tx
    .update(findings)
    .set({ ...change, lockVersion: seen.lockVersion + 1 })
    .where(and(eq(findings.projectId, ctx.projectId), eq(findings.id, seen.id)));
}

/** How events of the audit log name a finding. */
export const findingName = ({ finding, model, version }: LoadedFinding) => ({ number: finding.number, model, version });
