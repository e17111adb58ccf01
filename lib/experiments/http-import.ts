import "server-only";
import { getDb } from "@/db/client";
import { requireTokenContext } from "@/lib/auth/token-context";
import { invalidInput } from "@/lib/errors";
import { type Handler, json } from "@/lib/http";
import { importPredictions } from "./commands/import-predictions";
import { importRuns } from "./commands/import-runs";
import { gunzipped } from "./ndjson";

const isTrue = (value: string | null): boolean =>
  value !== null && ["", "1", "true", "yes"].includes(value.toLowerCase());

function bodyOf(request: Request, expected: string): AsyncIterable<Uint8Array> {
  if (!request.body) throw invalidInput("body", `is empty; send ${expected}`);
  return gunzipped(request.body as unknown as AsyncIterable<Uint8Array>);
}

/**
 * `POST /api/v1/imports/runs?project=NAME[&strict=true]`: NDJSON, one run record a line, plain or gzip, read as it arrives.
 * Answers 200 with the counts and the bad lines; 422 when a strict import brought in nothing because of them.
 */
export const postRuns: Handler = async (request) => {
  const ctx = await requireTokenContext(request, "ingest", getDb());
  const strict = isTrue(new URL(request.url).searchParams.get("strict"));
  const report = await importRuns(ctx, bodyOf(request, "one JSON run record a line"), { strict });
  return json(report, { status: strict && report.failed > 0 ? 422 : 200 });
};

/** `POST /api/v1/imports/predictions?project=NAME&run=RUNID`: CSV with row_id, y, score and slice columns, plain or gzip. */
export const postPredictions: Handler = async (request) => {
  const ctx = await requireTokenContext(request, "ingest", getDb());
  const run = new URL(request.url).searchParams.get("run");
  if (!run) throw invalidInput("run", "name the run these predictions belong to: ?run=RUN_ID");
  return json(await importPredictions(ctx, run, bodyOf(request, "CSV with row_id, y, score and slice columns")));
};
