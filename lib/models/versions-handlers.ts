import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { getDb } from "@/db/client";
import { modelVersions } from "@/db/schema";
import { requireTokenContext } from "@/lib/auth/token-context";
import { DomainError, notFound } from "@/lib/errors";
import { type Handler, json, readJson } from "@/lib/http";
import { registerVersion } from "./commands/register-version";
import { findModelByName } from "./queries";

const body = z.object({
  run: z.string({ error: "give the id of the run to register" }).min(1, "give the id of the run to register").max(128),
  description: z.string().max(4000).default(""),
});

/**
 * `POST /api/v1/models/{model}/versions?project=NAME`: registers a finished run as the next version, in the name of the token's
 * owner. 201 for a new version, 200 with the one it already is.
 */
export const postVersion: Handler = async (request, params) => {
  const ctx = await requireTokenContext(request, "promote", getDb());
  const { run, description } = body.parse(await readJson(request));
  const name = params.model ?? "";
  const model = await findModelByName(ctx, name);
  if (!model) throw notFound(`Model ${name.slice(0, 120)}`);
  try {
    const { version, digest } = await registerVersion(ctx, { modelId: model.id, runId: run, description });
    return json({ outcome: "registered", model: name, version, digest }, { status: 201 });
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== "CONFLICT") throw error;
    const [same] = await ctx.db
      .select({ version: modelVersions.version, digest: modelVersions.digest })
      .from(modelVersions)
      .where(
        and(
          eq(modelVersions.projectId, ctx.projectId),
          eq(modelVersions.modelId, model.id),
          eq(modelVersions.runId, run),
        ),
      );
    if (!same) throw error;
    return json({ outcome: "unchanged", model: name, ...same });
  }
};
