import { bigint, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { ArtifactOwner } from "../enums";
import { moment, projectId } from "./columns";

/**
 * Files that clients uploaded: whose they are, what they contain, and where the artifact store keeps the bytes. A file is
 * there once its row is. Those of a run are also in `run_artifacts`, with what an import only named.
 */
export const storedArtifacts = pgTable(
  "stored_artifacts",
  {
    projectId: projectId(),
    owner: text().$type<ArtifactOwner>().notNull(),
    /** The run, or the logged model. */
    ownerId: text().notNull(),
    /** From the owner's own folder, with slashes. */
    path: text().notNull(),
    sizeBytes: bigint({ mode: "number" }).notNull(),
    sha256: text().notNull(),
    /** Name in the store; each upload has its own, so that no reader ever meets half of another. */
    objectKey: text().notNull(),
    storedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.owner, t.ownerId, t.path] }),
    index("stored_artifacts_digest_idx").on(t.projectId, t.sha256),
  ],
);

/**
 * Objects in the store that no file names, or none yet: of an upload under way, of content that was replaced or deleted and could not
 * be removed. Written before the object is, so that none is ever forgotten.
 */
export const looseObjects = pgTable(
  "loose_objects",
  {
    projectId: projectId(),
    objectKey: text().notNull(),
    since: moment().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.objectKey] }), index("loose_objects_since_idx").on(t.since)],
);
