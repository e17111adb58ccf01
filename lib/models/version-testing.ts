import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { auditEvents, modelVersions } from "@/db/schema";
import { createModel } from "./commands/create-model";
import { registerVersion } from "./commands/register-version";
import { makeMember, makeProject, makeRun } from "./testing";

let made = 0;

/** A project with people who may and may not change its models, and what tests of versions ask again and again. */
export async function makeRegistry(db: Db) {
  const project = await makeProject(db);
  const scientist = await makeMember(db, project.id, ["data_scientist"]);
  const other = await makeProject(db);
  return {
    project,
    scientist,
    officer: await makeMember(db, project.id, ["risk_officer"]),
    viewer: await makeMember(db, project.id, ["viewer"]),
    /** May everything, in another project. */
    stranger: await makeMember(db, other.id, ["data_scientist", "risk_officer", "admin"]),
    /** A model with one version of a finished run. */
    newVersion: async () => {
      const name = `model-${++made}`;
      const { modelId } = await createModel(scientist, { name, riskTier: "medium" });
      const runId = await makeRun(db, project.id);
      const { versionId } = await registerVersion(scientist, { modelId, runId });
      return { name, modelId, versionId, runId };
    },
    /** Actions on record of an object, oldest first. */
    actions: async (objectId: string) =>
      (await db.select().from(auditEvents).where(eq(auditEvents.objectId, objectId)).orderBy(auditEvents.id)).map(
        ({ action }) => action,
      ),
    row: async (versionId: string) => {
      const [found] = await db.select().from(modelVersions).where(eq(modelVersions.id, versionId));
      if (!found) throw new Error("no version");
      return found;
    },
  };
}
