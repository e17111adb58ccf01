import "server-only";
import { z } from "zod";
import { getDb } from "@/db/client";
import { ciCheckKinds } from "@/db/enums";
import { authorize } from "@/lib/auth/authorize";
import { requireTokenContext } from "@/lib/auth/token-context";
import { invalidInput } from "@/lib/errors";
import { type Handler, json, parseJson, readBytes } from "@/lib/http";
import { normalizeCommit } from "./checks/commit";
import { checkOfForm, checkOfXml, maxReportBytes } from "./checks/read-upload";
import type { ReportCheckInput } from "./checks/schemas";
import { type CheckSubject, listReports } from "./ci-checks-query";
import { reportCheck } from "./commands/report-check";
import { findVersionId } from "./find-version-query";

const accepted = "application/json, application/xml or multipart/form-data";

async function readReport(request: Request): Promise<ReportCheckInput> {
  const contentType = request.headers.get("content-type") ?? "";
  const type = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  const { searchParams } = new URL(request.url);
  const bytes = await readBytes(
    request,
    maxReportBytes,
    "Leave the output of passing tests out of it (pytest: -o junit_logging=no).",
  );
  if (bytes.length === 0) throw invalidInput("body", `is empty; send the report as ${accepted}`);
  if (type === "application/xml" || type === "text/xml") return checkOfXml(bytes, searchParams);
  if (type === "multipart/form-data") return checkOfForm(bytes, contentType, searchParams);
  if (type !== "application/json" && !type.endsWith("+json"))
    throw invalidInput("content-type", `is "${type.slice(0, 60)}"; send ${accepted}`);
  // The schema of the command reads it: what is sent is not trusted to have this shape.
  return parseJson(bytes) as ReportCheckInput;
}

/**
 * `POST /api/v1/checks?project=NAME`: what a CI check found, as JSON or as a JUnit report. 201 when it was recorded, 200 when it
 * was on record already.
 */
export const postCheck: Handler = async (request) => {
  const ctx = await requireTokenContext(request, "checks", getDb());
  const reported = await reportCheck(ctx, await readReport(request));
  return json(reported, { status: reported.outcome === "unchanged" ? 200 : 201 });
};

const query = z
  .object({
    commit: z.string().min(1).max(200).transform(normalizeCommit).optional(),
    model: z.string().min(1).optional(),
    version: z.coerce.number({ error: "must be a whole number" }).int().positive().optional(),
    kind: z.enum(ciCheckKinds, { error: `must be one of ${ciCheckKinds.join(", ")}` }).optional(),
    history: z.enum(["true", "false"], { error: "must be true or false" }).default("false"),
    limit: z.coerce.number({ error: "must be a number" }).int().min(1).max(500, "may be at most 500").default(100),
  })
  .refine(({ model, version }) => (model === undefined) === (version === undefined), {
    path: ["version"],
    message: "name a model and its version together",
  });

/** `GET /api/v1/checks?commit=|model=&version=[&kind=][&history=true][&limit=]`: reports, newest first. */
export const getChecks: Handler = async (request) => {
  const ctx = await requireTokenContext(request, ["read", "checks"], getDb());
  authorize(ctx, "check.view");
  const {
    commit = null,
    model,
    version,
    kind,
    history,
    limit,
  } = query.parse(Object.fromEntries(new URL(request.url).searchParams));
  const versionId =
    model !== undefined && version !== undefined ? await findVersionId(ctx, ctx.db, model, version) : null;
  const subject: CheckSubject = { commit, versionId };
  const reports = await listReports(ctx, subject, { kind, history: history === "true", limit });
  return json({
    checks: reports.map(({ versionId: _id, supersededAt, token, person, ...report }) => ({
      ...report,
      reportedBy: token ?? person,
      isCurrent: supersededAt === null,
    })),
  });
};
