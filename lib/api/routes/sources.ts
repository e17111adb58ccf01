import "server-only";
import { z } from "zod";
import { skipKinds, sourceAuths, syncStates } from "@/db/enums";
import { createSource } from "@/lib/integrations/sources/commands/create-source";
import { removeSource } from "@/lib/integrations/sources/commands/remove-source";
import { setSourceEnabled } from "@/lib/integrations/sources/commands/set-source-enabled";
import { startSync } from "@/lib/integrations/sources/commands/start-sync";
import { createSourceBody } from "@/lib/integrations/sources/schemas";
import { listSkips } from "@/lib/integrations/sources/skips-query";
import { getSource, listSources } from "@/lib/integrations/sources/source-query";
import { moment, name, paged, pageOf } from "../fields";
import { readCursor, sliceOf, writeCursor } from "../paging";
import { type ApiRoute, jsonRoute } from "../route";

const sourceFields = {
  id: z.string(),
  name: z.string(),
  url: z.string(),
  auth: z.enum(sourceAuths).meta({ description: "How it asks who calls; what is sent to it is never answered" }),
  experiments: z.array(z.string()).meta({ description: "Names to take, with * for any text; empty = all" }),
  isEnabled: z.boolean(),
  isRunning: z.boolean(),
  runs: z.int().meta({ description: "Runs of it that are here" }),
  skipped: z.int().meta({ description: "What was not taken; see its skips" }),
  failures: z.int().meta({ description: "Attempts in a row that came to nothing" }),
  failure: z.string().nullable(),
  failingSince: moment.nullable(),
  nextSyncAt: moment.nullable(),
  lastSyncAt: moment.nullable(),
  createdAt: moment,
  createdBy: z.string(),
};
const source = z.object(sourceFields).meta({ id: "Source" });
const sync = z.object({
  number: z.int(),
  isFull: z.boolean(),
  state: z.enum(syncStates),
  startedAt: moment,
  endedAt: moment.nullable(),
  counts: z.record(z.string(), z.int()),
});
const sourceDetail = z
  .object({
    ...sourceFields,
    progress: z
      .object({ share: z.number(), text: z.string() })
      .nullable()
      .meta({ description: "Null: none is under way" }),
    experimentCount: z.int(),
    versionCount: z.int(),
    syncs: z.array(sync).meta({ description: "The last ones, newest first" }),
  })
  .meta({ id: "SourceDetail" });
const skip = z
  .object({
    kind: z.enum(skipKinds),
    remoteId: z.string(),
    name: z.string(),
    reason: z.string(),
    at: moment,
  })
  .meta({ id: "SourceSkip" });

const params = z.object({ source: name });
const read = { tag: "Sources", scope: ["read", "sources"] } as const;
const manage = { tag: "Sources", scope: "sources" } as const;

export const sourceRoutes: readonly ApiRoute[] = [
  jsonRoute({
    ...read,
    method: "GET",
    path: "/sources",
    summary: "List the MLflow servers whose runs are taken over",
    query: z.object(paged),
    response: pageOf(source),
    handle: async ({ ctx, query }) => sliceOf(await listSources(ctx), (row) => row.id, query),
  }),
  jsonRoute({
    ...manage,
    method: "POST",
    path: "/sources",
    summary: "Add a source and begin its first sync",
    description: "The server is called first: what is wrong with address or credentials is an error on that field.",
    body: createSourceBody,
    example: { name: "lab", url: "https://mlflow.example.com", auth: "token", secretEnv: "MLFLOW_SOURCE_LAB" },
    response: z.object({
      id: z.string(),
      found: z
        .object({ experiments: z.int(), wanted: z.int(), more: z.boolean() })
        .meta({ description: "Experiments of its first page, and those of them to be taken" }),
    }),
    status: 201,
    handle: async ({ ctx, body }) => {
      const { sourceId: id, found } = await createSource(ctx, body);
      return { id, found };
    },
  }),
  jsonRoute({
    ...read,
    method: "GET",
    path: "/sources/{source}",
    summary: "Read a source with the progress of its sync and the last ones",
    params,
    response: sourceDetail,
    handle: async ({ ctx, params: { source: id } }) => {
      const page = await getSource(ctx, id, null);
      return { ...page, ...page.source };
    },
  }),
  jsonRoute({
    ...read,
    method: "GET",
    path: "/sources/{source}/skips",
    summary: "List what was not taken from a source, and why",
    params,
    query: z.object(paged),
    response: pageOf(skip),
    handle: async ({ ctx, params: { source: id }, query: { cursor, limit } }) => {
      const page = await listSkips(ctx, id, cursor === undefined ? null : readCursor(cursor), limit);
      return { items: page.rows, next: writeCursor(page.next) };
    },
  }),
  jsonRoute({
    ...manage,
    method: "POST",
    path: "/sources/{source}/syncs",
    summary: "Have a source read now",
    description: "What is new, or with `isFull` every run again. 409 while one is under way.",
    params,
    body: z.strictObject({ isFull: z.boolean().default(false) }),
    example: { isFull: false },
    response: z.object({ sync: z.int() }),
    status: 202,
    handle: ({ ctx, params: { source: sourceId }, body }) => startSync(ctx, { sourceId, ...body }),
  }),
  jsonRoute({
    ...manage,
    method: "PATCH",
    path: "/sources/{source}",
    summary: "Switch a source off or on",
    description: "Off ends a sync under way where it is; what was taken stays.",
    params,
    body: z.strictObject({ isEnabled: z.boolean() }),
    example: { isEnabled: false },
    response: z.object({ isEnabled: z.boolean() }),
    handle: ({ ctx, params: { source: sourceId }, body }) => setSourceEnabled(ctx, { sourceId, ...body }),
  }),
  jsonRoute({
    ...manage,
    method: "DELETE",
    path: "/sources/{source}",
    summary: "Remove a source and erase its credentials",
    description: "Runs that came from it stay.",
    params,
    response: z.object({ id: z.string() }),
    handle: async ({ ctx, params: { source: id } }) => ({ id: (await removeSource(ctx, { sourceId: id })).sourceId }),
  }),
];
