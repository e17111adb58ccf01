import "server-only";
import { setImmediate as nextTurn } from "node:timers/promises";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { DomainError } from "@/lib/errors";
import { addError, addIgnored, emptyReport, type ImportError, type ImportReport } from "../import-report";
import { maxLineBytes, readLines } from "../ndjson";
import { packRun } from "../packed-run";
import { parseRunLine } from "../parse-run-line";
import { packPlainLine } from "../plain-line";
import type { RunDraft } from "../run-draft";
import { type Batch, type BatchRun, writeBatch } from "../write-batch";

export type ImportOptions = {
  /** None come in when one line fails. */
  strict?: boolean;
  /** Where the lines came from, for the audit log: a file name, "api". */
  source?: string;
  /** Called after each batch with the lines read so far and the counts. */
  onProgress?: (lines: number, report: Readonly<ImportReport>) => void;
};
type Pending = BatchRun & { bytes: number };

const turnLines = 32;
const batchRuns = 5000;
const batchBytes = 4 * 1024 * 1024;
const strictBytes = 256 * 1024 * 1024;

/** Thrown inside a strict transaction to undo it. */
class StrictRefusal extends Error {
  constructor(readonly errors: ImportError[]) {
    super("strict import refused");
  }
}

/** Groups runs so that one transaction holds distinct ids, at most 5,000 runs and 4 MB of text. */
function* batches(all: Iterable<Pending>): Generator<Pending[]> {
  let batch = new Map<string, Pending>();
  let bytes = 0;
  for (const pending of all) {
    const { id } = pending.run;
    if (batch.has(id) || batch.size >= batchRuns || bytes > batchBytes) {
      yield [...batch.values()];
      batch = new Map();
      bytes = 0;
    }
    batch.set(id, pending);
    bytes += pending.bytes;
  }
  if (batch.size > 0) yield [...batch.values()];
}

/** The draft of a line that was read without a fault before. */
function draftOfLine(text: string, now: Date): RunDraft {
  const read = parseRunLine(text, now);
  if (!read.ok) throw new Error(`A line reads otherwise the second time: ${read.problem.message}`);
  return read.run.draft;
}

/** A line as it will be written, or null with its error in the report. */
function packLine(
  projectId: number,
  { number, text }: { number: number; text: string },
  now: Date,
  report: ImportReport,
) {
  const again = () => draftOfLine(text, now);
  const plain = packPlainLine(projectId, text, now, again);
  if (plain) return plain;
  const read = parseRunLine(text, now);
  if (!read.ok) {
    addError(report, { line: number, ...read.problem });
    return null;
  }
  addIgnored(report, read.run.ignored);
  return packRun(projectId, read.run, again);
}

const addBatch = (report: ImportReport, batch: Batch): void => {
  report.imported += batch.imported;
  report.unchanged += batch.unchanged;
  for (const error of batch.errors) addError(report, error);
};

async function* parsedLines(
  ctx: Context,
  stream: AsyncIterable<Uint8Array>,
  report: ImportReport,
): AsyncGenerator<Pending> {
  const now = ctx.now();
  for await (const line of readLines(stream)) {
    if ("tooLong" in line) {
      addError(report, {
        line: line.number,
        field: "",
        message: `This line is longer than ${maxLineBytes / 1024 / 1024} MB; send curves in fewer points`,
      });
      continue;
    }
    // The database's answers are heard between lines, so that it does not wait for the batch to be read.
    if (line.number % turnLines === 0) await nextTurn();
    const run = packLine(ctx.projectId, line, now, report);
    if (run) yield { line: line.number, bytes: line.text.length, run };
  }
}

async function importStrict(
  ctx: Context,
  stream: AsyncIterable<Uint8Array>,
  report: ImportReport,
  source: string,
): Promise<void> {
  const all: Pending[] = [];
  let bytes = 0;
  for await (const pending of parsedLines(ctx, stream, report)) {
    bytes += pending.bytes;
    if (bytes > strictBytes)
      throw new DomainError(
        "PAYLOAD_TOO_LARGE",
        `A strict import holds at most ${strictBytes / 1024 / 1024} MB; split the file or import without strict.`,
      );
    all.push(pending);
  }
  if (report.failed > 0) {
    report.failed += all.length;
    return;
  }
  try {
    const done = await withTransaction(ctx, async (tx) => {
      const results: Batch[] = [];
      for (const batch of batches(all)) results.push(await writeBatch(tx, ctx, batch, source));
      const errors = results.flatMap((r) => r.errors);
      if (errors.length > 0) throw new StrictRefusal(errors);
      return results;
    });
    for (const result of done) addBatch(report, result);
  } catch (error) {
    if (!(error instanceof StrictRefusal)) throw error;
    for (const one of error.errors) addError(report, one);
    report.failed = all.length;
  }
}

/** Writes batch after batch; the next is read and checked while the database takes in the one before. */
async function importBatches(
  ctx: Context,
  stream: AsyncIterable<Uint8Array>,
  report: ImportReport,
  { source, onProgress }: { source: string } & Pick<ImportOptions, "onProgress">,
): Promise<void> {
  let held: Pending[] = [];
  let bytes = 0;
  let writing: Promise<void> = Promise.resolve();
  const write = async (runs: readonly Pending[]) => {
    for (const batch of batches(runs))
      addBatch(report, await withTransaction(ctx, (tx) => writeBatch(tx, ctx, batch, source)));
    onProgress?.(runs.at(-1)?.line ?? 0, report);
  };
  const flush = async () => {
    await writing;
    writing = write(held);
    // Awaited with the next flush; a failure in between is not lost.
    writing.catch(() => {});
    held = [];
    bytes = 0;
  };
  for await (const pending of parsedLines(ctx, stream, report)) {
    held.push(pending);
    bytes += pending.bytes;
    if (held.length >= batchRuns || bytes > batchBytes) await flush();
  }
  await flush();
  await writing;
}

/**
 * Brings in the runs of an NDJSON stream, one record a line, in transactions of up to 5,000 runs and 4 MB, each with one audit event. Idempotent by run id
 * and content; a bad line is reported and the others still come in, or with `strict` none. Throws FORBIDDEN; never throws for bad lines.
 */
export async function importRuns(
  ctx: Context,
  stream: AsyncIterable<Uint8Array>,
  options: ImportOptions = {},
): Promise<ImportReport> {
  authorize(ctx, "run.import");
  const report = emptyReport();
  const source = (options.source ?? "api").slice(0, 500);
  if (options.strict) {
    await importStrict(ctx, stream, report, source);
  } else {
    await importBatches(ctx, stream, report, { ...options, source });
  }
  report.errors.sort((a, b) => a.line - b.line);
  return report;
}
