import { z } from "zod";
import { defineEvent, label } from "../event-definition";
import { count, plain, sentence } from "../sentence";

const n = z.int().nonnegative();
const objectRef = z.strictObject({ type: label, id: z.string() });

/** What is done with the log itself. */
export const auditLogEvents = {
  "log.verified": defineEvent(
    "log",
    {
      intact: z.boolean(),
      size: n,
      root: z.string(),
      checkpoints: n,
      broken: label.nullable(),
      milliseconds: n,
    },
    (p) =>
      p.intact
        ? sentence`verified the audit log: ${plain(count(p.size, "event"))} whole and unchanged under ${plain(count(p.checkpoints, "checkpoint"))}`
        : sentence`verified the audit log and found it broken: ${plain(p.broken ?? "")}`,
  ),
  "log.exported": defineEvent(
    "log",
    { size: n, root: z.string() },
    (p) => sentence`exported the audit log of ${plain(count(p.size, "event"))}`,
  ),
  "log.key_changed": defineEvent(
    "log",
    { fromKeyId: label, toVkey: label },
    (p) => sentence`changed the signing key of the audit log from ${p.fromKeyId} to ${p.toVkey}`,
  ),
  "bundle.exported": defineEvent(
    "bundle",
    {
      title: label,
      /** Objects whose whole history is in the bundle; none for a filtered selection. */
      objects: z.array(objectRef).max(200),
      /** Leaf hashes of the bundle's other events, in order, as one digest: a missing or moved event is found out. */
      events: n,
      eventsDigest: z.string(),
      documents: z.array(z.strictObject({ name: label, digest: z.string() })).max(200),
    },
    (p) => sentence`exported the evidence bundle of ${p.title} with ${plain(count(p.events, "event"))}`,
  ),
  "personal_data.erased": defineEvent(
    "person",
    { values: n, order: label },
    (p) => sentence`erased ${plain(count(p.values, "personal value"))} by order ${p.order}`,
  ),
} as const;
