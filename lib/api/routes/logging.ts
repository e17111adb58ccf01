import "server-only";
import { z } from "zod";
import { getDb } from "@/db/client";
import { type Axis, axes, runStatuses } from "@/db/enums";
import { isSafePath } from "@/lib/artifacts/artifact-path";
import { storeArtifact } from "@/lib/artifacts/store-artifact";
import { requireTokenContext } from "@/lib/auth/token-context";
import { invalidInput } from "@/lib/errors";
import { setRunArchived } from "@/lib/experiments/commands/archive-run";
import { updateRun } from "@/lib/experiments/commands/update-run";
import { changeRun } from "@/lib/experiments/ingest/change-run";
import { createRun } from "@/lib/experiments/ingest/create-run";
import { logMetrics } from "@/lib/experiments/ingest/log-metrics";
import { mergeParams } from "@/lib/experiments/ingest/merge-params";
import { mostSlices, setSlices } from "@/lib/experiments/ingest/set-slices";
import { json } from "@/lib/http";
import { axesFromMlflow } from "@/lib/mlflow/tracking/axes-from-mlflow";
import { sealVersionsOfRun } from "@/lib/models/seal-pending";
import { moment, name } from "../fields";
import { type ApiRoute, jsonRoute, rawRoute } from "../route";

const key = z
  .string()
  .min(1, "may not be empty")
  .max(250, "may have at most 250 characters")
  .refine((value) => !value.includes("\0"), "has a null character");
const text = (most: number) =>
  z
    .string()
    .max(most, `may have at most ${most} characters`)
    .refine((value) => !value.includes("\0"), "has a null character");
const tags = z.record(key, text(8000)).meta({ description: "Tags countersign.* say what the axes do not" });
const runParams = z
  .record(key, z.union([text(6000), z.number(), z.boolean()]))
  .meta({ description: "A parameter never changes: another value for one that is there is refused" });
const given = z
  .strictObject(
    Object.fromEntries(
      axes.filter((axis) => axis !== "hyperparameters").map((axis) => [axis, text(500).optional()]),
    ) as Record<Exclude<Axis, "hyperparameters">, z.ZodOptional<z.ZodString>>,
  )
  .meta({ description: "The reproducibility axes; hyperparameters follow from `params`" });

/** The axes as the tags that they are kept in. */
const axisTags = (values: Partial<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([axis, value]) => (value === undefined ? [] : [[`countersign.${axis}`, value]])),
  );
const asTexts = (values: Readonly<Record<string, string | number | boolean>>) =>
  Object.entries(values).map(([name, value]) => ({ key: name, value: String(value) }));

const finite = z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"])]);
const point = z.strictObject({
  key,
  value: finite,
  step: z.int().default(0),
  at: z.int().min(0).optional().meta({ description: "Milliseconds since 1970; now when left out" }),
});
const figures = z.record(key, z.number().nullable());
const slice = z.strictObject({
  dimension: text(200).min(1),
  value: text(200),
  n: z.int().min(0).max(2_147_483_647),
  positives: z.int().min(0).max(2_147_483_647).nullable().default(null),
  metrics: figures,
  intervals: z.record(key, z.tuple([z.number(), z.number()])).default({}),
  confusion: z.strictObject({ tp: z.int(), fp: z.int(), fn: z.int(), tn: z.int() }).nullable().default(null),
});
const params = z.object({ run: name });
const runId = z.object({ runId: z.string() });

export const loggingRoutes: readonly ApiRoute[] = [
  jsonRoute({
    method: "POST",
    path: "/runs",
    tag: "Logging runs",
    scope: "ingest",
    summary: "Start a run",
    body: z.strictObject({
      experimentId: name,
      name: text(250).min(1),
      startedAt: moment.optional(),
      user: text(250).default("").meta({ description: "E-mail of the member who owns it, or another name" }),
      axes: given.default({}),
      params: runParams.default({}),
      tags: tags.default({}),
    }),
    example: {
      experimentId: "1",
      name: "logreg C=0.1",
      user: "mira@example.org",
      axes: {
        code_commit: "099f070a610bc883604810cd0fce0d61221f6e20",
        dataset_snapshot: "sha256:1f..",
        seed_policy: "fixed",
      },
      params: { C: 0.1 },
      tags: { team: "risk" },
    },
    response: runId,
    status: 201,
    handle: async ({ ctx, body }) => {
      const all = { ...body.tags, ...axisTags(body.axes), "mlflow.runName": body.name };
      const startedAt = body.startedAt ? new Date(body.startedAt) : ctx.now();
      const { experimentId, name: called, user } = body;
      const made = await createRun(ctx, { experimentId, name: called, startedAt, user, tags: all }, axesFromMlflow);
      const sent = asTexts(body.params);
      if (sent.length > 0)
        await changeRun(ctx, made.runId, axesFromMlflow, (run) => {
          const merged = mergeParams(run.id, run.params, sent);
          return merged && { params: merged };
        });
      return { runId: made.runId };
    },
  }),
  jsonRoute({
    method: "PATCH",
    path: "/runs/{run}",
    tag: "Logging runs",
    scope: "ingest",
    summary: "End a run, add parameters or tags, archive or restore it",
    params,
    body: z.strictObject({
      status: z.enum(runStatuses).optional(),
      endedAt: moment.optional(),
      params: runParams.optional(),
      tags: tags.optional(),
      axes: given.optional(),
      archived: z.boolean().optional(),
    }),
    example: { status: "FINISHED" },
    response: runId,
    handle: async ({ ctx, params: { run }, body }) => {
      if (body.archived === false) await setRunArchived(ctx, { runId: run, archived: false });
      const added = { ...body.tags, ...axisTags(body.axes ?? {}) };
      const sent = asTexts(body.params ?? {});
      if (sent.length > 0 || Object.keys(added).length > 0)
        await changeRun(ctx, run, axesFromMlflow, (locked) => {
          const merged = mergeParams(locked.id, locked.params, sent);
          return { ...(merged ? { params: merged } : {}), tags: { ...locked.tags, ...added } };
        });
      if (body.status || body.endedAt) {
        const endedAt = body.endedAt ? new Date(body.endedAt) : undefined;
        const isOver = body.status !== undefined && body.status !== "RUNNING" && body.status !== "SCHEDULED";
        await updateRun(ctx, { runId: run, status: body.status, endedAt: endedAt ?? (isOver ? ctx.now() : undefined) });
        if (body.status === "FINISHED") await sealVersionsOfRun(ctx, run);
      }
      if (body.archived === true) await setRunArchived(ctx, { runId: run, archived: true });
      return { runId: run };
    },
  }),
  jsonRoute({
    method: "POST",
    path: "/runs/{run}/metrics",
    tag: "Logging runs",
    scope: "ingest",
    summary: "Log metrics",
    description: "A point that is there already is passed over, so that a batch can be sent again.",
    params,
    body: z.strictObject({ metrics: z.array(point).min(1).max(10_000, "at most 10,000 at once") }),
    maxBytes: 10 * 1024 * 1024,
    example: {
      metrics: [
        { key: "loss", value: 0.41, step: 1 },
        { key: "loss", value: 0.35, step: 2 },
      ],
    },
    response: z.object({ logged: z.int().meta({ description: "Points that were new" }) }),
    handle: async ({ ctx, params: { run }, body }) => {
      const now = ctx.now().getTime();
      const points = body.metrics.map(({ key: of, value, step, at }) => ({
        key: of,
        value: Number(value),
        step,
        at: at ?? now,
      }));
      return { logged: (await logMetrics(ctx, run, points)).fresh };
    },
  }),
  jsonRoute({
    method: "PUT",
    path: "/runs/{run}/slices",
    tag: "Logging runs",
    scope: "ingest",
    summary: "Give a run slices",
    description: "A slice of the same dimension and value is replaced; others stay.",
    params,
    body: z.strictObject({ slices: z.array(slice).min(1).max(mostSlices) }),
    maxBytes: 10 * 1024 * 1024,
    example: { slices: [{ dimension: "sex", value: "Female", n: 5421, positives: 590, metrics: { recall: 0.53 } }] },
    response: z.object({ slices: z.int() }),
    handle: async ({ ctx, params: { run }, body }) => {
      await setSlices(ctx, run, body.slices);
      return { slices: body.slices.length };
    },
  }),
  rawRoute({
    method: "PUT",
    path: "/runs/{run}/artifacts/{path*}",
    tag: "Logging runs",
    scope: "ingest",
    summary: "Upload an artifact",
    description: "The body is the file. What a registered version rests on cannot be changed.",
    params: params.extend({ path: name }),
    accepts: { "application/octet-stream": null },
    answers: { json: z.object({ path: z.string() }) },
    handler: async (request, { run = "", path = "" }) => {
      const ctx = await requireTokenContext(request, "ingest", getDb());
      if (!isSafePath(path) || path.endsWith("/"))
        throw invalidInput("path", "is not the path of a file in the run's folder");
      if (!request.body) throw invalidInput("body", "is empty; send the file");
      const announced = request.headers.get("content-length");
      await storeArtifact(
        ctx,
        { owner: "run", ownerId: run, path },
        {
          body: request.body as unknown as AsyncIterable<Uint8Array>,
          ...(announced === null ? {} : { announcedBytes: Number(announced) }),
          confirm: () => requireTokenContext(request, "ingest", getDb()),
        },
      );
      return json({ path });
    },
  }),
];
