import "server-only";
import { z } from "zod";
import { ciCheckKinds } from "@/db/enums";
import { postPredictions, postRuns } from "@/lib/experiments/http-import";
import { getChecks, postCheck } from "@/lib/governance/checks-handlers";
import { moment, name } from "../fields";
import { type ApiRoute, rawRoute } from "../route";

const report = z
  .object({
    imported: z.int(),
    unchanged: z.int(),
    failed: z.int(),
    errors: z.array(z.object({ line: z.int(), field: z.string(), message: z.string() })),
    ignoredFields: z.record(z.string(), z.int()),
  })
  .meta({ id: "ImportReport" });
const predictionsReport = z.object({
  run: z.string(),
  outcome: z.enum(["imported", "unchanged"]),
  rows: z.int(),
  sliceColumns: z.array(z.string()),
  sharedRows: z.boolean(),
  threshold: z.number(),
  warnings: z.array(z.string()),
});
const aboutACheck = ["kind", "name", "commit", "model", "version", "url", "summary", "ranAt"] as const;
const checks = z.object({
  checks: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(ciCheckKinds),
      name: z.string(),
      commit: z.string().nullable(),
      model: z.string().nullable(),
      version: z.int().nullable(),
      status: z.string(),
      summary: z.string(),
      url: z.string().nullable(),
      counts: z.record(z.string(), z.int()).nullable(),
      seconds: z.number().nullable(),
      cases: z.array(z.record(z.string(), z.unknown())).nullable(),
      casesLeftOut: z.int().nullable(),
      digest: z.string(),
      reportedAt: moment,
      reportedBy: z.string().nullable(),
      isCurrent: z.boolean(),
      ranAt: moment,
    }),
  ),
});

/** Endpoints that read streams and reports by themselves; docs/import.md and docs/ci.md tell of them. */
export const importRoutes: readonly ApiRoute[] = [
  rawRoute({
    method: "POST",
    path: "/imports/runs",
    tag: "Logging runs",
    scope: "ingest",
    summary: "Bring in whole runs",
    description: "NDJSON, one run a line, plain or gzip, read as it arrives. The same run again is unchanged.",
    query: z.object({ strict: z.string().optional().meta({ description: "true: all lines or none" }) }),
    accepts: { "application/x-ndjson": null },
    answers: { json: report },
    handler: postRuns,
  }),
  rawRoute({
    method: "POST",
    path: "/imports/predictions",
    tag: "Logging runs",
    scope: "ingest",
    summary: "Bring in the predictions of a run",
    query: z.object({ run: name }),
    accepts: { "text/csv": null },
    answers: { json: predictionsReport },
    handler: postPredictions,
  }),
  rawRoute({
    method: "POST",
    path: "/checks",
    tag: "Risk",
    scope: "checks",
    summary: "Report a check of a commit or version",
    description: "What an XML report is about stands in the query; in JSON it is part of the body.",
    query: z.object(Object.fromEntries(aboutACheck.map((field) => [field, z.string().optional()]))),
    accepts: { "application/json": null, "application/xml": null },
    answers: {
      json: z.object({
        id: z.string(),
        outcome: z.enum(["recorded", "late", "unchanged"]),
        status: z.string(),
        promotions: z.array(z.int()),
      }),
    },
    status: 201,
    handler: postCheck,
  }),
  rawRoute({
    method: "GET",
    path: "/checks",
    tag: "Risk",
    scope: ["read", "checks"],
    summary: "List reports of checks, newest first",
    query: z.object({
      commit: z.string().optional(),
      model: name.optional(),
      version: z.coerce.number().int().optional(),
      kind: z.enum(ciCheckKinds).optional(),
      history: z.enum(["true", "false"]).default("false"),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    answers: { json: checks },
    handler: getChecks,
  }),
];
