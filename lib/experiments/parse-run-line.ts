import type { z } from "zod";
import { explainIssue } from "./explain-issue";
import { parseRecordText, RecordError } from "./record-text";
import { draftRun, type RunDraft } from "./run-draft";
import { knownFields, runRecord } from "./run-record";

export type ParsedRun = { draft: RunDraft; digest: string; ignored: string[] };
export type LineProblem = { field: string; message: string };
export type ParsedLine = { ok: true; run: ParsedRun } | { ok: false; problem: LineProblem };

const yearMs = 365 * 86_400_000;

function problemOf(error: z.ZodError, input: unknown): LineProblem {
  const [first] = error.issues;
  if (!first) return { field: "", message: "This record is not valid." };
  const more = error.issues.length - 1;
  const rest = more > 0 ? ` (and ${more} more in this line)` : "";
  const { field, message } = explainIssue(first, input);
  return { field, message: `${message}${rest}` };
}

/**
 * Reads one line of `runs.jsonl`. `digest` is the SHA-256 of the record's canonical JSON, unknown fields included.
 * Refuses a start more than a year ahead of `now`: that is a wrong unit or a broken clock.
 */
export function parseRunLine(text: string, now: Date): ParsedLine {
  try {
    const { record: sent, digest } = parseRecordText(text);
    const parsed = runRecord.safeParse(sent);
    if (!parsed.success) return { ok: false, problem: problemOf(parsed.error, sent) };
    const start = parsed.data.start_time;
    if (start.getTime() > now.getTime() + yearMs) {
      const message = `${start.toISOString()} is more than a year ahead of the server's clock (${now.toISOString()}); check the producer's clock and the unit`;
      return { ok: false, problem: { field: "start_time", message } };
    }
    return {
      ok: true,
      run: {
        draft: draftRun(parsed.data, now),
        digest,
        ignored: Object.keys(sent).filter((key) => !knownFields.has(key)),
      },
    };
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    return { ok: false, problem: { field: error.field, message: error.message } };
  }
}
