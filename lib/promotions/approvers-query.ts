import "server-only";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { members, promotionConflicts, promotionDecisions, users } from "@/db/schema";
import { permissionRow } from "@/lib/auth/permissions";

/** People who may approve a promotion and have not decided yet: in a deciding role, not disabled, not in its conflict set. */
export async function listUndecidedApprovers(
  db: Reader,
  { projectId, id }: { projectId: number; id: string },
): Promise<string[]> {
  const of = <T extends typeof promotionConflicts | typeof promotionDecisions>(table: T) =>
    sql`${table.projectId} = ${projectId} and ${table.promotionId} = ${id} and ${table.personId} = ${users.personId}`;
  const rows = await db
    .selectDistinct({ userId: users.id })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(members.projectId, projectId),
        inArray(members.role, [...permissionRow("promotion.approve").roles]),
        isNull(users.disabledAt),
        sql`not exists (select 1 from ${promotionConflicts} where ${of(promotionConflicts)})`,
        sql`not exists (select 1 from ${promotionDecisions} where ${of(promotionDecisions)} and ${promotionDecisions.state} = 'valid')`,
      ),
    );
  return rows.map(({ userId }) => userId);
}
