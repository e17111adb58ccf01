import "server-only";
import { createHmac } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { models, modelVersions } from "@/db/schema";
import type { Leaf } from "@/lib/audit/leaf";
import { mlflowBody, mlflowPairOf } from "./mlflow-events";

const payload = z.object({
  name: z.string().optional(),
  model: z.string().optional(),
  version: z.number().optional(),
  alias: z.string().optional(),
  key: z.string().optional(),
});

async function dataOf(db: Db, projectId: number, leaf: Leaf): Promise<object> {
  const { name = "", model = name, version, alias, key } = payload.parse(leaf.payload);
  const [registered] =
    leaf.object.type === "model"
      ? await db
          .select()
          .from(models)
          .where(and(eq(models.projectId, projectId), eq(models.id, leaf.object.id)))
      : [];
  const [row] =
    leaf.object.type === "version"
      ? await db
          .select()
          .from(modelVersions)
          .where(and(eq(modelVersions.projectId, projectId), eq(modelVersions.id, leaf.object.id)))
      : [];
  const of = { name: model, version: String(version ?? "") };
  switch (leaf.action) {
    case "version.registered":
      return {
        ...of,
        source: row?.source || `runs:/${row?.runId}`,
        run_id: row?.runId ?? null,
        tags: row?.tags ?? {},
        description: row?.description || null,
      };
    case "version.tagged":
      // The log keeps a value only as a commitment; what the tag holds now is what a receiver would read.
      return { ...of, key, value: row?.tags[key ?? ""] ?? "" };
    case "version.untagged":
      return { ...of, key };
    case "model.alias_set":
      return { name: model, alias, version: String(version ?? "") };
    case "model.alias_removed":
      return { name: model, alias };
    default:
      return { name: model, tags: registered?.tags ?? {}, description: registered?.description || null };
  }
}

/** What a webhook in MLflow's form is told of an event of the log; null for one that has no such form. */
export async function mlflowMessage(db: Db, projectId: number, leaf: Leaf): Promise<string | null> {
  const pair = mlflowPairOf(leaf.action);
  return pair && mlflowBody(pair, new Date(leaf.occurred_at), await dataOf(db, projectId, leaf));
}

/** Headers of a call in MLflow's form; signed only when the webhook has a secret. */
export function mlflowHeaders(
  deliveryId: string,
  at: Date,
  body: string,
  secret: string | null,
): Record<string, string> {
  const seconds = String(Math.floor(at.getTime() / 1000));
  const signature = secret
    ? createHmac("sha256", secret).update(`${deliveryId}.${seconds}.${body}`).digest("base64")
    : null;
  return {
    "content-type": "application/json",
    "user-agent": "Countersign-Webhooks/1",
    "x-mlflow-delivery-id": deliveryId,
    "x-mlflow-timestamp": seconds,
    ...(signature ? { "x-mlflow-signature": `v1,${signature}` } : {}),
  };
}
