import { text } from "node:stream/consumers";
import type { Role } from "@/db/enums";
import { addMember } from "@/lib/auth/commands/add-member";
import { createToken } from "@/lib/auth/commands/create-token";
import { createUser } from "@/lib/auth/commands/create-user";
import { openDatabase } from "@/lib/cli/database";
import { createContext } from "@/lib/context";
import { createProject } from "@/lib/projects/commands/create-project";

/** What a test asks for on standard input. */
export type WorldWanted = {
  project: string;
  password: string;
  people: { name: string; email: string; roles: string; group: string }[];
};
export type WorldMade = { token: string };

// The commands of `npm run admin`, in one process instead of one each.
const wanted = JSON.parse(await text(process.stdin)) as WorldWanted;
const database = await openDatabase();
const actor = { kind: "system", job: "admin" } as const;
const installation = createContext({ actor, projectId: 0, db: database.db });
const { id } = await createProject(installation, { name: wanted.project });
const project = createContext({ actor, projectId: id, db: database.db });
for (const { name, email, roles, group } of wanted.people) {
  await createUser(installation, { name, email, password: wanted.password });
  await addMember(project, { email, roles: roles.split(",") as Role[], groupName: group });
}
const { token } = await createToken(project, { name: "world", scopes: ["ingest", "read"] });
process.stdout.write(JSON.stringify({ token } satisfies WorldMade));
await database.close();
