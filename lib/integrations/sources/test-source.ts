import "server-only";
import type { z } from "zod";
import { authorize } from "@/lib/auth/authorize";
import type { UserContext } from "@/lib/context";
import { readCredentials, storedSecret } from "./credentials";
import { loadSource } from "./load-source";
import { explained, type Probe, probe } from "./probe";
import { testSourceSchema } from "./schemas";
import type { TrackingOptions } from "./tracking-call";

/** Looks whether a server can be read as a form says it, and changes nothing. INVALID_INPUT by field when it cannot. */
export async function testSource(
  ctx: UserContext,
  raw: z.input<typeof testSourceSchema>,
  options?: TrackingOptions,
): Promise<Probe> {
  authorize(ctx, "source.manage");
  const { sourceId, ...input } = testSourceSchema.parse(raw);
  const before = sourceId ? await loadSource(ctx.db, ctx, sourceId) : null;
  const id = sourceId ?? ctx.newId();
  const secret = storedSecret(input, id, before);
  return explained(async () => probe(input.url, readCredentials({ ...secret, id }), input.experiments, options));
}
