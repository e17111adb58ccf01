import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import { getDb } from "@/db/client";
import { authorize } from "@/lib/auth/authorize";
import { requireUserContext } from "@/lib/auth/session";
import type { Handler } from "@/lib/http";
import { loadDrawnCurves } from "./compare-curves-query";
import { maxCompared } from "./compare-url";
import { packCurves } from "./curves/pack-curves";

const step = z.coerce
  .number("is not a step")
  .int("is not a whole step")
  .min(Number.MIN_SAFE_INTEGER)
  .max(Number.MAX_SAFE_INTEGER);

/** What a chart of curves asks for; `x` is step, relative, time, or the key of another metric after "metric:". */
export const curvesQuery = z.object({
  runs: z
    .string("names no runs")
    .transform((text) => [...new Set(text.split(",").filter(Boolean))])
    .pipe(z.array(z.string().max(250)).min(1, "names no runs").max(maxCompared, `holds at most ${maxCompared} runs`)),
  key: z.string("names no metric").min(1, "names no metric").max(250),
  x: z
    .string()
    .regex(/^(step|relative|time|metric:.+)$/, 'is "step", "relative", "time" or "metric:" and a key')
    .default("step"),
  from: step.optional(),
  to: step.optional(),
});

/** GET curves of runs as packed bytes, in the order asked for; unchanged ones are not sent again. */
export const compareCurvesHandler: Handler = async (request, { project = "" }) => {
  const ctx = await requireUserContext(project, getDb());
  authorize(ctx, "project.view");
  const asked = curvesQuery.parse(Object.fromEntries(new URL(request.url).searchParams));
  return curvesResponse(packCurves(await loadDrawnCurves(ctx, asked)), request.headers.get("if-none-match"));
};

/** The bytes with their tag, or 304 when the reader has them. */
export function curvesResponse(bytes: Uint8Array<ArrayBuffer>, known: string | null): Response {
  const etag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 27)}"`;
  const headers = { etag, "cache-control": "private, no-cache" };
  const isKnown = known?.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
  if (isKnown) return new Response(null, { status: 304, headers });
  return new Response(bytes, { headers: { ...headers, "content-type": "application/octet-stream" } });
}
