import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { runInputs } from "@/db/schema";
import { bulkInsert, type Columns } from "./bulk-insert";
import type { DatasetInput } from "./ingest/log-inputs";
import type { NewRun } from "./write-runs";

type Owned = DatasetInput & { projectId: number; runId: string; experimentId: string; place: number; at: Date };

const name = {
  project_id: ["int4", (i: Owned) => i.projectId],
  experiment_id: ["text", (i: Owned) => i.experimentId],
  name: ["text", (i: Owned) => i.name],
  digest: ["text", (i: Owned) => i.digest],
} as const;
const datasetColumns: Columns<Owned> = {
  ...name,
  source_type: ["text", (i) => i.sourceType],
  source: ["text", (i) => i.source],
  schema: ["text", (i) => i.schema],
  profile: ["text", (i) => i.profile],
  created_at: ["timestamptz", (i) => i.at],
};
const inputColumns: Columns<Owned> = {
  ...name,
  run_id: ["text", (i) => i.runId],
  context: ["text", (i) => i.context],
  tags: ["jsonb", (i) => i.tags],
  place: ["int4", (i) => i.place],
};

const orderOf = (input: Owned) => JSON.stringify([input.experimentId, input.name, input.digest, input.runId]);

/** Writes the datasets that drafted runs read; one that is known keeps its first description. */
export async function writeInputs(tx: Tx, fresh: readonly NewRun[]): Promise<void> {
  const all = fresh
    .flatMap(({ packed, projectId, experimentId, importedAt }) =>
      (packed.inputs ?? []).map((input, place) => ({
        ...{ ...input, projectId, experimentId, runId: packed.id, place, at: importedAt },
      })),
    )
    .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  if (all.length === 0) return;
  await bulkInsert(tx, "input_datasets", datasetColumns, all, sql`on conflict do nothing`);
  await bulkInsert(tx, "run_inputs", inputColumns, all, sql`on conflict do nothing`);
}

/** Takes away the inputs of drafted runs that say theirs anew. */
export async function removeInputs(tx: Tx, changed: readonly NewRun[]): Promise<void> {
  const said = changed.filter(({ packed }) => packed.inputs !== undefined);
  const [first] = said;
  if (!first) return;
  const ids = said.map(({ packed }) => packed.id);
  await tx.delete(runInputs).where(and(eq(runInputs.projectId, first.projectId), inArray(runInputs.runId, ids)));
}
