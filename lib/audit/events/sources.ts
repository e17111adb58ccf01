import { z } from "zod";
import { change, defineEvent, label } from "../event-definition";
import { plain, sentence } from "../sentence";

const source = { name: label };

/** Servers outside whose runs are taken over. */
export const sourceEvents = {
  "source.added": defineEvent(
    "source",
    { ...source, host: label, experiments: z.array(label) },
    (p) =>
      sentence`added the source ${p.name} at ${p.host}, ${plain(p.experiments.length === 0 ? "all experiments" : `experiments ${p.experiments.join(", ")}`)}`,
  ),
  "source.changed": defineEvent(
    "source",
    { ...source, changes: z.array(change) },
    (p) => sentence`changed the source ${p.name}`,
  ),
  "source.enabled": defineEvent("source", source, (p) => sentence`switched the source ${p.name} on`),
  "source.disabled": defineEvent("source", source, (p) => sentence`switched the source ${p.name} off`),
  "source.removed": defineEvent("source", source, (p) => sentence`removed the source ${p.name}`),
  "source.sync_started": defineEvent(
    "source",
    { ...source, isFull: z.boolean() },
    (p) => sentence`had the source ${p.name} read ${plain(p.isFull ? "again in full" : "at once")}`,
  ),
  "source.models_taken": defineEvent(
    "source",
    {
      ...source,
      taken: z.int().nonnegative(),
      /** Ids of those that came in or changed. */
      models: z.array(label).max(100),
    },
    (p) => sentence`took ${plain(`${p.taken} logged ${p.taken === 1 ? "model" : "models"}`)} of the source ${p.name}`,
  ),
  "source.synced": defineEvent(
    "source",
    { ...source, sync: z.int(), isFull: z.boolean(), taken: z.int(), skipped: z.int(), versions: z.int() },
    (p) =>
      sentence`finished sync ${String(p.sync)} of the source ${p.name}: ${plain(`${p.taken} runs taken, ${p.skipped} not`)}`,
  ),
} as const;
