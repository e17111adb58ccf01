import { createReadStream, existsSync, statSync } from "node:fs";
import { basename } from "node:path";
import { Command } from "commander";
import { eq } from "drizzle-orm";
import { projects } from "@/db/schema";
import { createContext } from "@/lib/context";
import { importPredictions } from "@/lib/experiments/commands/import-predictions";
import { importRuns } from "@/lib/experiments/commands/import-runs";
import type { ImportReport } from "@/lib/experiments/import-report";
import { gunzipped } from "@/lib/experiments/ndjson";
import { formatCount, plural } from "@/lib/format";
import { openDatabase } from "./database";
import { CliError, runMain } from "./exit";
import { createProgress } from "./progress";

type Options = { project: string; predictions?: string; run?: string; strict?: boolean; json?: boolean };

const shownErrors = 20;
const progress = createProgress();

function open(path: string): AsyncIterable<Uint8Array> {
  if (path === "-") return gunzipped(process.stdin);
  if (!existsSync(path)) throw new CliError(`${path} does not exist.`);
  if (statSync(path).isDirectory()) throw new CliError(`${path} is a folder; name a file, e.g. ${path}/runs.jsonl.`);
  return gunzipped(createReadStream(path));
}

function summary(report: ImportReport): string {
  const lines = [
    `${formatCount(report.imported)} imported, ${formatCount(report.unchanged)} unchanged, ${formatCount(report.failed)} failed.`,
  ];
  for (const { line, field, message } of report.errors.slice(0, shownErrors))
    lines.push(`  line ${line}${field ? `, ${field}` : ""}: ${message}`);
  const more = report.failed - Math.min(shownErrors, report.errors.length);
  if (report.errors.length > shownErrors) lines.push(`  and ${plural(more, "more line")}; --json prints them`);
  const ignored = Object.entries(report.ignoredFields);
  if (ignored.length > 0)
    lines.push(
      `Fields that nothing reads: ${ignored.map(([field, n]) => `${field} (${plural(n, "run")})`).join(", ")}.`,
    );
  return lines.join("\n");
}

async function main(file: string | undefined, options: Options): Promise<void> {
  if (!file && !options.predictions)
    throw new CliError("Name a file of run records, or --predictions FILE --run ID. See --help.");
  if (options.predictions && !options.run)
    throw new CliError("--run ID is missing: which run do the predictions belong to?");
  const runsStream = file ? open(file) : null;
  const predictionStream = options.predictions ? open(options.predictions) : null;
  const database = await openDatabase();
  try {
    const [project] = await database.db.select().from(projects).where(eq(projects.name, options.project));
    if (!project)
      throw new CliError(
        `There is no project "${options.project}". Create it: npm run admin -- project create ${options.project}`,
      );
    const ctx = createContext({ actor: { kind: "system", job: "import" }, projectId: project.id, db: database.db });
    const printed: Record<string, unknown> = {};
    if (runsStream && file) {
      const report = await progress.step(`Importing runs from ${basename(file)}`, (note) =>
        importRuns(ctx, runsStream, {
          strict: options.strict,
          source: basename(file),
          onProgress: (lines, so) =>
            note(`${plural(lines, "line")}, ${formatCount(so.imported)} imported, ${formatCount(so.failed)} failed`),
        }),
      );
      Object.assign(printed, report);
      if (!options.json) process.stdout.write(`${summary(report)}\n`);
      if (report.failed > 0) process.exitCode = 1;
    }
    if (predictionStream && options.run && options.predictions) {
      const run = options.run;
      const report = await progress.step(`Importing predictions from ${basename(options.predictions)}`, () =>
        importPredictions(ctx, run, predictionStream),
      );
      printed.predictions = report;
      const shared = report.sharedRows ? "rows shared with other runs" : "first run on these rows";
      if (!options.json)
        process.stdout.write(
          [`${plural(report.rows, "prediction")} ${report.outcome}; ${shared}.`, ...report.warnings, ""].join("\n"),
        );
    }
    if (options.json) process.stdout.write(`${JSON.stringify(printed)}\n`);
  } finally {
    await database.close();
  }
}

const command = new Command("npm run import --")
  .description("Bring runs and row-level predictions into a project. The same file may come again: nothing is doubled.")
  .argument("[file]", "NDJSON, one run record a line, plain or gzip; - reads standard input")
  .requiredOption("--project <name>", "the project they belong to")
  .option("--predictions <file>", "CSV with row_id, y, score and slice columns, plain or gzip")
  .option("--run <id>", "the run the predictions belong to")
  .option("--strict", "bring in nothing when one line fails")
  .option("--json", "print the result as JSON")
  .addHelpText(
    "after",
    "\nExits 1 when a line failed.\nExample: npm run import -- runs.jsonl --project public-services",
  )
  .action((file: string | undefined, options: Options) => runMain(() => main(file, options)));

await command.parseAsync();
