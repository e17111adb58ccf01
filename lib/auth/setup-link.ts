import "server-only";
import type { Db } from "@/db/client";
import { users } from "@/db/schema/auth";
import { appendAudit } from "@/lib/audit/append";
import { createContext, withTransaction } from "@/lib/context";
import { getEnv } from "@/lib/env";
import { paths } from "@/lib/paths";
import { setupHours } from "./invite";
import { insertLink } from "./password-links";

/**
 * Issues the one-time link for the first administrator, voiding an earlier one; null once any account exists.
 * The address holds the only copy of the secret.
 */
export async function createSetupLink(db: Db): Promise<{ url: string; expiresAt: Date } | null> {
  const ctx = createContext({ actor: { kind: "system", job: "launcher" }, projectId: 0, db });
  return withTransaction(ctx, async (tx) => {
    const existing = await tx.select({ id: users.id }).from(users).limit(1);
    if (existing.length > 0) return null;
    const { token, expiresAt } = await insertLink(tx, ctx, null, setupHours);
    await appendAudit(
      tx,
      { ...ctx, projectId: null },
      {
        action: "setup.link_issued",
        objectType: "installation",
        objectId: "installation",
        payload: { expiresAt: expiresAt.toISOString() },
      },
    );
    return { url: new URL(paths.setup(token), getEnv().NEXTAUTH_URL ?? "http://localhost:3000").href, expiresAt };
  });
}
