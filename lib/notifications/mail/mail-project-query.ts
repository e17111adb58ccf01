import "server-only";
import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { notificationSettings, projects } from "@/db/schema";
import type { MailRecipient } from "./unsubscribe-token";

/** The project that a mail came from, and whether its holder still gets mail; null when it is gone. */
export async function findMailProject(db: Db, { projectId, userId }: MailRecipient) {
  const [row] = await db
    .select({ name: projects.name, title: projects.title, mail: notificationSettings.mail })
    .from(projects)
    .leftJoin(
      notificationSettings,
      and(eq(notificationSettings.projectId, projects.id), eq(notificationSettings.userId, userId)),
    )
    .where(eq(projects.id, projectId));
  return row ? { name: row.name, title: row.title, isMailOn: row.mail ?? true } : null;
}
