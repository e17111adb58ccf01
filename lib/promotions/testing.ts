import type { Db } from "@/db/client";
import type { RiskTier, Role } from "@/db/enums";
import { experiments, members, models, people, projects, riskRevisions, targets, users } from "@/db/schema";
import { createContext, type UserContext } from "@/lib/context";
import { setUpGovernance } from "@/lib/governance/set-up-governance";
import { newIdAt } from "@/lib/ids";
import { insertVersion } from "./testing-version";

export const minute = 60_000;
export const start = new Date("2026-11-23T09:00:00Z");

type Cast = { name: string; roles: readonly Role[]; groupName: string; personOf?: string };

/** Two accounts of one person are part of the cast: the second must not countersign the first. */
const cast = {
  maya: { name: "Maya Lind", roles: ["data_scientist"], groupName: "Eligibility" },
  mayaTwo: { name: "Maya Lind (second account)", roles: ["reviewer"], groupName: "Model Validation", personOf: "maya" },
  jun: { name: "Jun Watanabe", roles: ["data_scientist", "reviewer"], groupName: "Eligibility" },
  rosa: { name: "Rosa Beck", roles: ["reviewer"], groupName: "Model Validation" },
  rafi: { name: "Rafi Cole", roles: ["reviewer"], groupName: "Model Validation" },
  ines: { name: "Ines Okafor", roles: ["risk_officer"], groupName: "Model Risk" },
  nadia: { name: "Nadia Stern", roles: ["risk_officer"], groupName: "Model Risk" },
  rosaTwo: { name: "Rosa Beck (second account)", roles: ["risk_officer"], groupName: "Model Risk", personOf: "rosa" },
  otto: { name: "Otto Berg", roles: ["operator"], groupName: "Platform" },
  vera: { name: "Vera Viewer", roles: ["viewer"], groupName: "" },
} as const satisfies Record<string, Cast>;
export type CastName = keyof typeof cast;
export const castNames = Object.keys(cast) as CastName[];

export type World = Awaited<ReturnType<typeof buildWorld>>;
export type WorldOptions = { tier?: RiskTier; live?: boolean; worse?: boolean; commit?: string };

/**
 * A project with a cast, presets, and one model with a live and a candidate version, on a clock that can be moved. Maya
 * registers, Jun owns the runs; `worse` makes the candidate lose recall for women, `live: false` leaves the target empty.
 */
export async function buildWorld(
  db: Db,
  { tier = "medium", live: hasLive = true, worse = false, commit }: WorldOptions = {},
) {
  const clock = { now: start };
  const newId = () => newIdAt(clock.now);
  const [project] = await db
    .insert(projects)
    .values({ name: `p-${newId().slice(-12)}`, title: "Test", createdAt: start })
    .returning();
  const projectId = project?.id ?? 0;
  const system = () =>
    createContext({ db, projectId, now: () => clock.now, newId, actor: { kind: "system", job: "test" } });
  await db.transaction((tx) => setUpGovernance(tx, system()));
  const ids = await insertCast(db, projectId, newId);
  const modelId = newId();
  const experimentId = newId();
  await db.insert(models).values({
    projectId,
    id: modelId,
    name: "income-eligibility",
    useCase: "income eligibility screening",
    ownerUserId: ids.otto.userId,
    riskTier: tier,
    createdBy: ids.ines.userId,
    createdAt: start,
  });
  await db.insert(riskRevisions).values({
    projectId,
    modelId,
    revision: 1,
    tier,
    reason: "Decides on benefits",
    editedBy: ids.vera.userId,
    editedAt: start,
  });
  await db.insert(experiments).values({ projectId, id: experimentId, name: "census", createdAt: start });
  const addVersion = (version: number, figures: { recall: number; female: number }) =>
    insertVersion(db, {
      projectId,
      modelId,
      experimentId,
      version,
      ...(commit ? { commit } : {}),
      ...figures,
      runOwnerUserId: ids.jun.userId,
      registrantUserId: ids.maya.userId,
      at: start,
      newId,
    });
  const live = await addVersion(1, { recall: 0.6, female: 0.54 });
  const candidate = await addVersion(2, worse ? { recall: 0.595, female: 0.316 } : { recall: 0.61, female: 0.55 });
  const targetId = newId();
  const stableVersionId = hasLive ? live : null;
  await db.insert(targets).values({
    projectId,
    id: targetId,
    name: "benefits-eu",
    modelId,
    environment: "production",
    adapter: "pull",
    stableVersionId,
    desired: { stableVersionId, candidateVersionId: null, stage: null, weight: 0, mirrorPercent: 0, match: null },
    createdAt: start,
  });
  /** A context of one of the cast, who signed in `minutesAgo`. */
  const as = (who: CastName, minutesAgo = 1, roles: readonly Role[] = cast[who].roles): UserContext => ({
    ...system(),
    actor: {
      kind: "user",
      ...ids[who],
      name: cast[who].name,
      email: `${who}@example.test`,
      roles,
      groupName: cast[who].groupName,
      isInstanceAdmin: false,
      sessionId: `session-${who}`,
      authTime: new Date(clock.now.getTime() - minutesAgo * minute),
      authMethod: "password",
    },
  });
  const moveClock = (minutes: number) => {
    clock.now = new Date(clock.now.getTime() + minutes * minute);
  };
  return { db, projectId, ids, modelId, live, candidate, targetId, as, system, moveClock, addVersion };
}

async function insertCast(db: Db, projectId: number, newId: () => string) {
  const ids = {} as Record<CastName, { userId: string; personId: string }>;
  for (const [key, person] of Object.entries(cast) as [CastName, Cast][]) {
    const userId = newId();
    const personId = person.personOf ? ids[person.personOf as CastName].personId : newId();
    ids[key] = { userId, personId };
    const { name, groupName } = person;
    if (!person.personOf) await db.insert(people).values({ id: personId, name, createdAt: start });
    await db.insert(users).values({ id: userId, personId, email: `${userId}@example.test`, name, createdAt: start });
    await db
      .insert(members)
      .values(person.roles.map((role) => ({ projectId, userId, role, groupName, createdAt: start })));
  }
  return ids;
}
