import { eq } from "drizzle-orm";
import { projects } from "@/db/schema/auth";
import { type Context, createContext } from "@/lib/context";
import { openDatabase } from "./database";
import { CliError, runMain } from "./exit";
import { findLauncher } from "./launcher-note";

export type JsonOption = { json?: boolean };

/** A comma-separated list as commander gives it. */
export const list = (text: string): string[] =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);

/** An address of the console as a person can open it. */
export function absolute(path: string): string {
  const base = process.env.NEXTAUTH_URL || findLauncher()?.address || `http://localhost:${process.env.PORT || 3000}`;
  return new URL(path, base).href;
}

/**
 * Runs one administration command on the database of this checkout, as the system and in `project` when one is named, and
 * prints its result: as one line of JSON with --json, in words otherwise.
 */
export async function administer<T extends object>(
  project: string | null,
  options: JsonOption,
  work: (ctx: Context) => Promise<T>,
  words: (result: T) => string,
): Promise<void> {
  await runMain(async () => {
    const database = await openDatabase();
    try {
      const result = await work(await contextFor(database.db, project));
      process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : `${words(result)}\n`);
    } finally {
      await database.close();
    }
  });
}

async function contextFor(db: Context["db"], name: string | null): Promise<Context> {
  const actor = { kind: "system", job: "admin" } as const;
  if (name === null) return createContext({ actor, projectId: 0, db });
  const [project] = await db.select({ id: projects.id }).from(projects).where(eq(projects.name, name));
  if (!project)
    throw new CliError(
      `--project: found "${name}", which is no project here; expected one of those of \`npm run admin -- project list\`.`,
    );
  return createContext({ actor, projectId: project.id, db });
}
