import { existsSync, statSync } from "node:fs";
import { relative } from "node:path";
import { Command } from "commander";
import { filesBelow, runVectorFile } from "@/lib/vectors/run-vectors";

function run(folder: string): number {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    console.error(
      `FOLDER: found ${JSON.stringify(folder)}; expected a folder of vector files, e.g. ../shared/vectors.`,
    );
    return 2;
  }
  let files = 0;
  let cases = 0;
  let missed = 0;
  let others = 0;
  for (const file of filesBelow(folder)) {
    const name = relative(folder, file);
    const report = runVectorFile(file);
    if (report.kind === "not_vectors") {
      others += 1;
      console.log(`-     ${name}: not a vector file (${report.why})`);
      continue;
    }
    files += 1;
    cases += report.cases;
    missed += report.misses.length > 0 ? 1 : 0;
    const outcome = report.misses.length > 0 ? "MISS " : "ok   ";
    console.log(`${outcome} ${name}: ${report.format}, ${report.cases} ${report.cases === 1 ? "case" : "cases"}`);
    for (const miss of report.misses) console.log(`        ${miss}`);
  }
  if (files === 0) {
    console.error(`No vector files below ${folder}: ${others} other files.`);
    return 2;
  }
  console.log(
    `${files} vector files, ${cases} cases, ${missed} files with a miss; ${others} files that are not vectors.`,
  );
  return missed > 0 ? 1 : 0;
}

new Command("vectors")
  .description(
    "Runs every vector file below FOLDER through the library's own functions.\nExit code: 0 all pass, 1 a miss, 2 nothing to run.",
  )
  .argument("<FOLDER>", "e.g. ../shared/vectors")
  .action((folder: string) => {
    process.exitCode = run(folder);
  })
  .parse();
