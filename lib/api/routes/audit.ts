import "server-only";
import { desc } from "drizzle-orm";
import { z } from "zod";
import { auditCheckpoints } from "@/db/schema/audit";
import { listAuditEvents, toCheckpointView } from "@/lib/audit/queries";
import { invalidInput } from "@/lib/errors";
import { listedEvent, toEvent } from "../events/event";
import { liveEventsHandler } from "../events/handler";
import { cursor, limit, moment, pageOf } from "../fields";
import { readCursor, sliceOf, writeCursor } from "../paging";
import { type ApiRoute, jsonRoute, rawRoute } from "../route";

const checkpoint = z
  .object({ number: z.int(), size: z.int(), root: z.string(), keyId: z.string(), signedAt: moment })
  .meta({ id: "Checkpoint" });

export const auditRoutes: readonly ApiRoute[] = [
  jsonRoute({
    method: "GET",
    path: "/audit/events",
    tag: "Audit log",
    scope: "read",
    summary: "List events of the audit log, newest first",
    query: z.object({
      q: z.string().max(200).optional(),
      actor: z.string().max(200).optional().meta({ description: "As in `actor.ref`" }),
      action: z.string().max(100).optional(),
      object: z
        .string()
        .max(300)
        .regex(/^[^:]+:.+$/, "is one object as type:id")
        .optional()
        .meta({ description: "One object as type:id" }),
      from: z.iso.date().optional().meta({ description: "First day, UTC" }),
      to: z.iso.date().optional().meta({ description: "Last day, UTC" }),
      limit,
      cursor,
    }),
    response: pageOf(listedEvent),
    handle: async ({ ctx, query: { limit: rows, cursor: after, ...filters } }) => {
      const before = after === undefined ? undefined : Number(readCursor(after));
      if (before !== undefined && !Number.isSafeInteger(before))
        throw invalidInput("cursor", "is not one that this list gave");
      const page = await listAuditEvents(ctx, { ...filters, before }, [], rows);
      return { items: page.events.map(toEvent), next: writeCursor(page.next) };
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/audit/checkpoints",
    tag: "Audit log",
    scope: "read",
    summary: "List the last 1,000 signed checkpoints, newest first",
    query: z.object({ limit, cursor }),
    response: pageOf(checkpoint),
    handle: async ({ ctx, query }) => {
      const rows = await ctx.db.select().from(auditCheckpoints).orderBy(desc(auditCheckpoints.number)).limit(1000);
      return sliceOf(rows.map(toCheckpointView), (row) => row.number, query);
    },
  }),
  rawRoute({
    method: "GET",
    path: "/events",
    tag: "Audit log",
    scope: "read",
    summary: "Follow the audit log live",
    description:
      "Server-sent events. Each has its number in the log as `id`; with `Last-Event-ID` the stream goes on right after it, without a gap or a repetition. A comment every 15 seconds keeps the connection. The stream ends when the token does.",
    query: z.object({
      after: z.string().optional().meta({ description: "As Last-Event-ID, where a header cannot be set" }),
    }),
    answers: { stream: "text/event-stream" },
    handler: liveEventsHandler,
  }),
];
