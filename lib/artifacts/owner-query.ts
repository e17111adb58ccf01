import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import type { ArtifactOwner } from "@/db/enums";
import { experiments, loggedModels, runs } from "@/db/schema";
import { locationPath } from "./artifact-path";

export type OwnerRef = { owner: ArtifactOwner; ownerId: string };
/** Whose folder it is: `rootUri` as clients see it, `rootPath` below the artifact address or null when the files are kept elsewhere. */
export type Owner = OwnerRef & {
  name: string;
  rootUri: string;
  rootPath: string | null;
  isDeleted: boolean;
  /** Came in as a finished record, of which its files are a part. */
  isImported: boolean;
};

/** `mlflow-artifacts:/1/RUN/artifacts`, as the run's info says. */
export const runArtifactUri = (
  run: { id: string; experimentId: string; artifactUri: string | null },
  location: string | null,
) => run.artifactUri ?? `${location ?? `mlflow-artifacts:/${run.experimentId}`}/${run.id}/artifacts`;

/** `mlflow-artifacts:/1/models/MODEL/artifacts`, or where the source keeps them that it came from. */
export const modelArtifactUri = (
  model: { id: string; experimentId: string; artifactUri: string | null },
  location: string | null,
) => model.artifactUri ?? `${location ?? `mlflow-artifacts:/${model.experimentId}`}/models/${model.id}/artifacts`;

const locationOf = (table: typeof runs | typeof loggedModels) =>
  sql<string | null>`(select ${experiments.artifactLocation} from ${experiments}
    where ${experiments.projectId} = ${table.projectId} and ${experiments.id} = ${table.experimentId})`;

async function findRun(db: Reader, projectId: number, ref: OwnerRef, lock: boolean): Promise<Owner | null> {
  const { id, name, experimentId, artifactUri, archivedAt, source } = runs;
  const query = db
    .select({ id, name, experimentId, artifactUri, archivedAt, source, location: locationOf(runs) })
    .from(runs)
    .where(and(eq(runs.projectId, projectId), eq(runs.id, ref.ownerId)));
  const [run] = await (lock ? query.for("update") : query);
  if (!run) return null;
  const rootUri = runArtifactUri(run, run.location);
  const isImported = run.source.startsWith("import:");
  return {
    ...ref,
    name: run.name,
    rootUri,
    rootPath: locationPath(rootUri),
    isDeleted: run.archivedAt !== null,
    isImported,
  };
}

async function findModel(db: Reader, projectId: number, ref: OwnerRef, lock: boolean): Promise<Owner | null> {
  const { id, name, experimentId, artifactUri, sourceId } = loggedModels;
  const query = db
    .select({ id, name, experimentId, artifactUri, sourceId, location: locationOf(loggedModels) })
    .from(loggedModels)
    .where(
      and(eq(loggedModels.projectId, projectId), eq(loggedModels.id, ref.ownerId), isNull(loggedModels.deletedAt)),
    );
  const [model] = await (lock ? query.for("update") : query);
  if (!model) return null;
  const rootUri = modelArtifactUri(model, model.location);
  return {
    ...ref,
    name: model.name,
    rootUri,
    rootPath: locationPath(rootUri),
    isDeleted: false,
    isImported: model.sourceId !== null,
  };
}

/** The run or logged model whose files are asked for; null when the project has none of that id. With `lock`, nobody changes it meanwhile. */
export const findOwner = (db: Reader, projectId: number, ref: OwnerRef, lock = false): Promise<Owner | null> =>
  ref.owner === "run" ? findRun(db, projectId, ref, lock) : findModel(db, projectId, ref, lock);
