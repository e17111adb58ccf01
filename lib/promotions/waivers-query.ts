import "server-only";
import { and, asc, eq, inArray, isNotNull, lte, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Reader } from "@/db/client";
import { countOf } from "@/db/count-rows";
import { promotions, targets, users, type WaiverRow, waivers } from "@/db/schema";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import type { Context } from "@/lib/context";
import type { Evidence } from "@/lib/governance/gates/evidence";
import { type Gate, gateSchema } from "@/lib/governance/gates/gate";
import { reopenedGates, type WaivableGate, waiverState } from "./waiver";

export type WaiverView = WaiverRow & {
  title: string;
  promotion: number;
  owner: string;
  grantor: string;
  endedByName: string | null;
};

const owners = alias(users, "owners");
const grantors = alias(users, "grantors");
const enders = alias(users, "enders");

/** Title of the gate as it was when it was waived. */
const titleOf = (row: WaiverRow): string => {
  const gate = gateSchema.safeParse(row.gate);
  return gate.success ? gate.data.title : row.gateId;
};

type Of = { versionId: string; environment?: string };

/** Every waiver that a version ever had, oldest first; of one environment when it is named. */
export async function listWaivers(
  ctx: Context,
  { versionId, environment }: Of,
  db: Reader = ctx.db,
): Promise<WaiverView[]> {
  const rows = await db
    .select({
      waiver: waivers,
      promotion: promotions.number,
      owner: owners.name,
      grantor: grantors.name,
      grantedByPersonId: grantors.personId,
      endedByName: enders.name,
    })
    .from(waivers)
    .innerJoin(promotions, and(eq(promotions.projectId, waivers.projectId), eq(promotions.id, waivers.promotionId)))
    .innerJoin(owners, eq(owners.id, waivers.ownerUserId))
    .innerJoin(grantors, eq(grantors.id, waivers.grantedBy))
    .leftJoin(enders, eq(enders.id, waivers.endedBy))
    .where(
      and(
        eq(waivers.projectId, ctx.projectId),
        eq(waivers.versionId, versionId),
        environment === undefined ? undefined : eq(waivers.environment, environment),
      ),
    )
    .orderBy(asc(waivers.grantedAt), asc(waivers.id));
  return rows.map(({ waiver, ...names }) => ({ ...waiver, ...names, title: titleOf(waiver) }));
}

/** What a gate judges: its words may be edited without making another gate of it. */
const substance = ({ title: _title, rationale: _rationale, ...rest }: Gate): string => canonicalDigest(rest);

/** Whether two definitions are the same gate; defaults that were added to the schema since do not make another one. */
const isSameGate = (stored: unknown, gate: Gate): boolean => {
  const parsed = gateSchema.safeParse(stored);
  return parsed.success && substance(parsed.data) === substance(gate);
};

/** The waivers of a version as evidence: those that hold, of gates that are still defined as they were and may be waived. */
export function waiverEvidence(rows: readonly WaiverView[], gates: readonly Gate[], at: Date): Evidence["waivers"] {
  return rows
    .filter((row) => waiverState(row, at) === "in_force")
    .filter((row) => {
      const gate = gates.find((one) => one.id === row.gateId);
      return gate?.waivable && isSameGate(row.gate, gate);
    })
    .map((row) => ({
      id: row.id,
      gateId: row.gateId,
      ownerName: row.owner,
      compensatingControl: row.compensatingControl,
      expiresAt: row.expiresAt.toISOString(),
    }));
}

/** Names of the targets of an environment that serve a version, wholly or on trial. */
export async function listServing(
  ctx: Context,
  { versionId, environment }: Required<Of>,
  db: Reader = ctx.db,
): Promise<string[]> {
  const rows = await db
    .select({ name: targets.name })
    .from(targets)
    .where(
      and(
        eq(targets.projectId, ctx.projectId),
        eq(targets.environment, environment),
        or(eq(targets.stableVersionId, versionId), sql`${targets.desired} ->> 'candidateVersionId' = ${versionId}`),
      ),
    )
    .orderBy(asc(targets.name));
  return rows.map((row) => row.name);
}

export type WaiverNote = {
  inForce: WaiverView[];
  reopened: WaivableGate[];
  /** Number of the promotion on whose page the last waiver stands. */
  promotion: number | null;
};

/** How many waivers of versions in service have ended, as a number in SQL: a hint that those versions have to be looked at. */
export function countOfLapsedWaivers(ctx: Context): SQL<number> {
  const serves = sql`exists (select 1 from ${targets} where ${targets.projectId} = ${waivers.projectId}
    and ${targets.stableVersionId} = ${waivers.versionId} and ${targets.environment} = ${waivers.environment})`;
  const ended = or(isNotNull(waivers.endedAt), lte(waivers.expiresAt, ctx.now()));
  return countOf(waivers, and(eq(waivers.projectId, ctx.projectId), ended, serves));
}

/** What holds and what reopened for versions in service in an environment, by version id; versions without waivers are left out. */
export async function noteWaivers(
  ctx: Context,
  served: readonly { versionId: string; environment: string }[],
  now: Date,
): Promise<Map<string, WaiverNote>> {
  if (served.length === 0) return new Map();
  const ids = [...new Set(served.map((one) => one.versionId))];
  const known = await ctx.db
    .selectDistinct({ versionId: waivers.versionId })
    .from(waivers)
    .where(and(eq(waivers.projectId, ctx.projectId), inArray(waivers.versionId, ids)));
  const notes = new Map<string, WaiverNote>();
  for (const { versionId, environment } of served) {
    if (!known.some((row) => row.versionId === versionId)) continue;
    const rows = await listWaivers(ctx, { versionId, environment });
    notes.set(`${versionId} ${environment}`, {
      inForce: rows.filter((row) => waiverState(row, now) === "in_force"),
      reopened: reopenedGates(rows, true, now),
      promotion: rows.at(-1)?.promotion ?? null,
    });
  }
  return notes;
}
