import { text } from "node:stream/consumers";
import type { Role } from "@/db/enums";
import { addMember } from "@/lib/auth/commands/add-member";
import { createToken } from "@/lib/auth/commands/create-token";
import { createUser } from "@/lib/auth/commands/create-user";
import { openDatabase } from "@/lib/cli/database";
import { type Context, createContext, type UserContext } from "@/lib/context";
import { createTarget } from "@/lib/deployments/commands/create-target";
import { importRuns } from "@/lib/experiments/commands/import-runs";
import { createModel } from "@/lib/models/commands/create-model";
import { registerVersion } from "@/lib/models/commands/register-version";
import { createProject } from "@/lib/projects/commands/create-project";

type Person = { name: string; email: string; roles: string; group: string };
/** A medium-risk model whose versions are these runs, and where it is served. People are named by their place. */
export type ModelWanted = {
  name: string;
  runs: readonly { run_id: string }[];
  registeredBy: number;
  target: { name: string; createdBy: number };
};
/** What a test asks for on standard input. */
export type WorldWanted = { project: string; password: string; people: Person[]; model?: ModelWanted };
export type WorldMade = { token: string };

type Known = { person: Person; userId: string; personId: string };

function actAs(project: Context, { person, userId, personId }: Known): UserContext {
  const { name, email, roles, group } = person;
  const actor = {
    ...({ kind: "user", authMethod: "password", isInstanceAdmin: false, sessionId: "made" } as const),
    ...{ userId, personId, name, email, roles: roles.split(",") as Role[], groupName: group, authTime: project.now() },
  };
  return { ...project, actor };
}

async function makeModel(project: Context, people: readonly Known[], wanted: ModelWanted): Promise<void> {
  const person = (index: number) => actAs(project, people[index] as Known);
  async function* lines() {
    for (const run of wanted.runs) yield Buffer.from(`${JSON.stringify(run)}\n`);
  }
  await importRuns(project, lines(), { strict: true });
  const registrar = person(wanted.registeredBy);
  const { modelId } = await createModel(registrar, {
    ...{ name: wanted.name, riskTier: "medium", ownerUserId: registrar.actor.userId },
  });
  for (const { run_id: runId } of wanted.runs) await registerVersion(registrar, { modelId, runId });
  await createTarget(person(wanted.target.createdBy), {
    ...{ name: wanted.target.name, modelName: wanted.name, environment: "production", adapter: "pull" },
  });
}

// The commands of `npm run admin`, and those behind the forms that a test is not about, in one process instead of one each.
const wanted = JSON.parse(await text(process.stdin)) as WorldWanted;
const database = await openDatabase();
const actor = { kind: "system", job: "admin" } as const;
const installation = createContext({ actor, projectId: 0, db: database.db });
const { id } = await createProject(installation, { name: wanted.project });
const project = createContext({ actor, projectId: id, db: database.db });
const people: Known[] = [];
for (const person of wanted.people) {
  const { name, email, roles, group } = person;
  people.push({ person, ...(await createUser(installation, { name, email, password: wanted.password })) });
  await addMember(project, { email, roles: roles.split(",") as Role[], groupName: group });
}
const { token } = await createToken(project, { name: "world", scopes: ["ingest", "read"] });
if (wanted.model) await makeModel(project, people, wanted.model);
process.stdout.write(JSON.stringify({ token } satisfies WorldMade));
await database.close();
