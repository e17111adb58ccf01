import type { Db } from "@/db/client";
import { addMember } from "@/lib/auth/commands/add-member";
import { createToken } from "@/lib/auth/commands/create-token";
import { createUser } from "@/lib/auth/commands/create-user";
import { personas } from "@/lib/auth/personas";
import { type Context, createContext, type UserContext } from "@/lib/context";
import { createProject } from "@/lib/projects/commands/create-project";
import type { DemoClock } from "./clock";

export type CastName = "marta" | "tomas" | "ines" | "dana" | "henrik";
export const castNames: readonly CastName[] = ["marta", "tomas", "ines", "dana", "henrik"];

export type Stage = {
  db: Db;
  clock: DemoClock;
  projectId: number;
  system: Context;
  /** The pipeline, with a token that Marta made for it. */
  ci: Context;
  userId: Record<CastName, string>;
  /** A context that acts as one of the cast, freshly signed in. */
  as: (who: CastName) => UserContext;
};

/** Creates the project and its five people through the commands. */
export async function setStage(db: Db, clock: DemoClock, project: { name: string; title: string }): Promise<Stage> {
  const { now } = clock;
  const installation = createContext({ actor: { kind: "system", job: "demo" }, projectId: 0, db, now });
  const { id: projectId } = await createProject(installation, project);
  const system: Context = { ...installation, projectId };
  const people = {} as Record<CastName, { userId: string; personId: string }>;
  for (const [i, persona] of personas.entries()) {
    const { name, email, title, roles, groupName } = persona;
    people[castNames[i] as CastName] = await createUser(installation, { name, email, title, isPersona: true });
    await addMember(system, { email, roles: [...roles], groupName });
  }
  const as = (who: CastName): UserContext => {
    const persona = personas[castNames.indexOf(who)] as (typeof personas)[number];
    const { name, email, roles, groupName } = persona;
    const actor = {
      kind: "user",
      ...people[who],
      name,
      email,
      roles,
      groupName,
      isInstanceAdmin: false,
      sessionId: `demo-${who}`,
      authTime: now(),
      authMethod: "persona",
    } as const;
    return { ...createContext({ actor, projectId, db, now }), actor };
  };
  const userId = Object.fromEntries(castNames.map((who) => [who, people[who].userId])) as Record<CastName, string>;
  const scopes = ["checks" as const, "promote" as const];
  const { tokenId, name } = await createToken(as("marta"), { name: "census-income pipeline", scopes, days: 90 });
  const { userId: ownerUserId, personId: ownerPersonId } = people.marta;
  const actor = { kind: "token", tokenId, name, scopes, ownerUserId, ownerPersonId } as const;
  const ci = createContext({ actor, projectId, db, now });
  return { db, clock, projectId, system, ci, userId, as };
}
