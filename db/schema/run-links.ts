import { bigint, foreignKey, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { moment, projectId } from "./columns";
import { experiments } from "./experiments";

/** A dataset as clients name it: within an experiment, name and digest are one dataset, kept as first described. */
export const inputDatasets = pgTable(
  "input_datasets",
  {
    projectId: projectId(),
    experimentId: text().notNull(),
    name: text().notNull(),
    digest: text().notNull(),
    sourceType: text().notNull(),
    source: text().notNull(),
    /** JSON text as sent: columns, and counts. */
    schema: text(),
    profile: text(),
    createdAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.experimentId, t.name, t.digest] }),
    foreignKey({ columns: [t.projectId, t.experimentId], foreignColumns: [experiments.projectId, experiments.id] }),
  ],
);

/** Which dataset a run read, and as what: `context` is "training", "eval" and the like. */
export const runInputs = pgTable(
  "run_inputs",
  {
    projectId: projectId(),
    runId: text().notNull(),
    experimentId: text().notNull(),
    name: text().notNull(),
    digest: text().notNull(),
    context: text(),
    tags: jsonb().$type<Record<string, string>>().notNull().default({}),
    /** Order in which the inputs of the run came. */
    place: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.runId, t.name, t.digest] }),
    index("run_inputs_dataset_idx").on(t.projectId, t.experimentId, t.name, t.digest, t.context),
  ],
);

/** Logged models that a run read (`input`) or made (`output`, with the step). */
export const runModels = pgTable(
  "run_models",
  {
    projectId: projectId(),
    runId: text().notNull(),
    role: text().$type<"input" | "output">().notNull(),
    modelId: text().notNull(),
    step: bigint({ mode: "number" }).notNull().default(0),
    createdAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.runId, t.role, t.modelId] }),
    index("run_models_model_idx").on(t.projectId, t.modelId),
  ],
);
