import { createHash } from "node:crypto";
import { z } from "zod";
import { actorKinds } from "@/db/enums";
import type { Actor } from "@/lib/context";
import { canonicalBytes } from "./canonical-json";

export const leafVersion = 1;
export const saltSize = 32;

const leafActor = z.strictObject({
  kind: z.enum(actorKinds),
  /** `person:`, `token:` or `system:` and an id; never a name. */
  ref: z.string(),
  roles: z.array(z.string()).optional(),
  group: z.string().optional(),
  auth_time: z.iso.datetime().optional(),
  auth_method: z.string().optional(),
  scopes: z.array(z.string()).optional(),
  owner_ref: z.string().optional(),
});

/** One entry of the log, as its canonical bytes say it. */
export const leafSchema = z.strictObject({
  schema_version: z.literal(leafVersion),
  log_origin: z.string(),
  event_id: z.string(),
  project_id: z.int().nullable(),
  occurred_at: z.iso.datetime(),
  actor: leafActor,
  action: z.string(),
  object: z.strictObject({ type: z.string(), id: z.string(), digest: z.string().nullable() }),
  request_id: z.string(),
  payload: z.record(z.string(), z.unknown()),
  commitments: z.record(z.string(), z.string()),
});
export type Leaf = z.output<typeof leafSchema>;

/** Reads stored canonical bytes back; throws when they are not an entry of this version. */
export function parseLeaf(canonical: Uint8Array): Leaf {
  return leafSchema.parse(JSON.parse(Buffer.from(canonical).toString("utf8")));
}

/** Salted commitment to a clear value: SHA-256(salt || canonical JSON of the value), in hex. */
export function commitment(salt: Uint8Array, value: string): string {
  return createHash("sha256").update(salt).update(canonicalBytes(value)).digest("hex");
}

/** Who acted, without a name: stable per person, so that two accounts of one person are one actor. */
export function actorRef(actor: Actor): string {
  switch (actor.kind) {
    case "user":
      return `person:${actor.personId}`;
    case "token":
      return `token:${actor.tokenId}`;
    case "system":
      return `system:${actor.job}`;
  }
}

/** What a leaf says of an actor: roles and sign-in as they were at the time of the act. */
export function describeActor(actor: Actor): Leaf["actor"] {
  const base = { kind: actor.kind, ref: actorRef(actor) };
  switch (actor.kind) {
    case "user":
      return {
        ...base,
        roles: [...actor.roles],
        ...(actor.groupName ? { group: actor.groupName } : {}),
        auth_time: actor.authTime.toISOString(),
        auth_method: actor.authMethod,
      };
    case "token":
      return {
        ...base,
        scopes: [...actor.scopes],
        ...(actor.ownerPersonId ? { owner_ref: `person:${actor.ownerPersonId}` } : {}),
      };
    case "system":
      return base;
  }
}
