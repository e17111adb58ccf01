import type { Db } from "@/db/client";
import type { Role } from "@/db/enums";
import {
  experiments,
  members,
  people,
  projects,
  type RunRow,
  runArtifacts,
  runEvaluations,
  runs,
  users,
} from "@/db/schema";
import { createContext, type UserContext } from "@/lib/context";
import { newIdAt } from "@/lib/ids";

const at = new Date("2026-11-23T09:00:00Z");
let counter = 0;

/** A project of its own with one experiment, for tests on a real database. */
export async function makeProject(db: Db) {
  const name = `project-${++counter}`;
  const [project] = await db.insert(projects).values({ name, title: name, createdAt: at }).returning();
  if (!project) throw new Error("no project");
  await db
    .insert(experiments)
    .values({ projectId: project.id, id: "exp", name: "census-income/logreg", createdAt: at });
  return project;
}

/** A member with these roles, and a context that acts as them. */
export async function makeMember(
  db: Db,
  projectId: number,
  roles: Role[],
  name = `Person ${++counter}`,
): Promise<UserContext> {
  const id = newIdAt(at);
  await db.insert(people).values({ id, name, createdAt: at });
  await db.insert(users).values({ id, personId: id, email: `${id}@example.org`, name, createdAt: at });
  for (const role of roles) await db.insert(members).values({ projectId, userId: id, role, createdAt: at });
  const actor = {
    kind: "user",
    userId: id,
    personId: id,
    name,
    email: `${id}@example.org`,
    roles,
    groupName: "",
    isInstanceAdmin: false,
    sessionId: "s",
    authTime: at,
    authMethod: "password",
  } as const;
  return { ...createContext({ actor, projectId, db }), actor };
}

/** A run with one artifact and a signature; FINISHED unless told otherwise. */
export async function makeRun(db: Db, projectId: number, values: Partial<RunRow> = {}): Promise<string> {
  const id = values.id ?? `run-${++counter}`;
  await db.insert(runs).values({
    projectId,
    experimentId: "exp",
    name: `lr-${id}`,
    status: "FINISHED",
    startedAt: at,
    codeCommit: "6460091",
    seedPolicy: "fixed",
    contentDigest: `sha256:${id}`,
    importedAt: at,
    ...values,
    id,
  });
  await db
    .insert(runArtifacts)
    .values({ projectId, runId: id, path: "model/model.pkl", sizeBytes: 3916, sha256: "ab" });
  await db.insert(runEvaluations).values({
    projectId,
    runId: id,
    signature: { inputs: [{ name: "age", type: "double" }], outputs: [{ type: "double" }] },
  });
  return id;
}
