import { generateKeyPairSync } from "node:crypto";
import type { Db } from "@/db/client";
import { createContext, type UserActor } from "@/lib/context";

/** A reviewer of project 7; tests of the log need no rows of people or projects. */
export const testActor: UserActor = {
  kind: "user",
  userId: "user-1",
  personId: "person-1",
  name: "Tomás Beck",
  email: "tomas@example.org",
  roles: ["reviewer"],
  groupName: "Fair Access",
  isInstanceAdmin: false,
  sessionId: "session-1",
  authTime: new Date("2026-11-23T09:00:00Z"),
  authMethod: "password",
};

export const testContext = (db: Db, actor: Partial<UserActor> = {}) => createContext({ actor: { ...testActor, ...actor }, projectId: 7, db });

export const testKey = () => generateKeyPairSync("ed25519").privateKey;
