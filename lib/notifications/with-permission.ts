import "server-only";
import { and, eq, inArray, isNull, notInArray } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { members, users } from "@/db/schema";
import { type Permission, permissionRow } from "@/lib/auth/permissions";

/** Members whose roles have a permission, without these people. */
export async function withPermission(
  db: Reader,
  projectId: number,
  permission: Permission,
  without: readonly string[] = [],
): Promise<string[]> {
  const rows = await db
    .selectDistinct({ userId: users.id })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(members.projectId, projectId),
        inArray(members.role, [...permissionRow(permission).roles]),
        isNull(users.disabledAt),
        without.length > 0 ? notInArray(users.personId, [...without]) : undefined,
      ),
    );
  return rows.map(({ userId }) => userId);
}
