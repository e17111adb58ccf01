import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema/auth";
import { isDemoAllowed } from "@/lib/env";
import { personas } from "./personas";

export type PersonaView = { userId: string; name: string; title: string; does: string };

/** The demo's people, in the order of the journey; none where the demo may not exist. */
export async function listPersonas(db: Db): Promise<PersonaView[]> {
  if (!isDemoAllowed()) return [];
  const rows = await db.execute<{ id: string; name: string; email: string; title: string | null }>(sql`
    select id, name, email, title from users where is_persona and disabled_at is null`);
  return personas.flatMap(({ email, does, title }) => {
    const user = rows.find((row) => row.email === email);
    return user ? [{ userId: user.id, name: user.name, title: user.title ?? title, does }] : [];
  });
}

/** Whether the installation has no account yet and waits for its first administrator. */
export async function needsSetup(db: Db): Promise<boolean> {
  return (await db.select({ id: users.id }).from(users).limit(1)).length === 0;
}
