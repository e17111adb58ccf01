import "server-only";
import { and, asc, eq } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { type AssessmentRevisionRow, modelVersions, runs, users } from "@/db/schema";
import type { Context } from "@/lib/context";
import { type AssessmentSubject, readAuthors, readPersons } from "./load-assessment";

export type SignOffConflict = { personId: string; name: string; reasons: string[] };

/** Everyone who may not sign a revision off, and why: phrases that follow a name or "you". */
export async function readSignOffConflicts(
  db: Reader,
  ctx: Pick<Context, "projectId">,
  { assessment, model }: Omit<AssessmentSubject, "version">,
  revision: Pick<AssessmentRevisionRow, "revision" | "submittedBy" | "ownerUserId">,
): Promise<SignOffConflict[]> {
  const authors = await readAuthors(db, ctx, assessment.id, revision.revision);
  const persons = await readPersons(db, [revision.submittedBy, revision.ownerUserId, model.ownerUserId]);
  const makers = await readMakers(db, ctx, assessment.modelId, assessment.versionId);
  const found = new Map<string, SignOffConflict>();
  const add = (person: { personId: string; name: string } | undefined, reason: string) => {
    if (!person) return;
    const entry = found.get(person.personId) ?? { personId: person.personId, name: person.name, reasons: [] };
    if (!entry.reasons.includes(reason)) entry.reasons.push(reason);
    found.set(person.personId, entry);
  };
  for (const author of authors) add(author, "wrote in this revision");
  add(persons.get(revision.submittedBy ?? ""), "submitted it");
  add(persons.get(model.ownerUserId ?? ""), "took on the model as its owner");
  add(persons.get(revision.ownerUserId ?? ""), "took on the risk as its owner");
  for (const { registrant, registrantName, runOwner, runOwnerName, version } of makers) {
    add({ personId: registrant, name: registrantName }, `registered version ${version}`);
    if (runOwner !== null) add({ personId: runOwner, name: runOwnerName }, `logged the run of version ${version}`);
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

async function readMakers(db: Reader, ctx: Pick<Context, "projectId">, modelId: string, versionId: string | null) {
  const rows = await db
    .select({
      version: modelVersions.version,
      registrant: users.personId,
      registrantName: users.name,
      runOwnerUserId: runs.ownerUserId,
    })
    .from(modelVersions)
    .innerJoin(users, eq(users.id, modelVersions.registeredBy))
    .innerJoin(runs, and(eq(runs.projectId, modelVersions.projectId), eq(runs.id, modelVersions.runId)))
    .where(
      and(
        eq(modelVersions.projectId, ctx.projectId),
        eq(modelVersions.modelId, modelId),
        versionId === null ? undefined : eq(modelVersions.id, versionId),
      ),
    )
    .orderBy(asc(modelVersions.version));
  const owners = await readPersons(
    db,
    rows.map((row) => row.runOwnerUserId),
  );
  return rows.map(({ runOwnerUserId, ...row }) => {
    const owner = owners.get(runOwnerUserId ?? "");
    return { ...row, runOwner: owner?.personId ?? null, runOwnerName: owner?.name ?? "" };
  });
}
