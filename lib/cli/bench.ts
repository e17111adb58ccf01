import { cpus } from "node:os";
import { Command } from "commander";
import { backtestBenchmark } from "@/lib/bench/backtest";
import { browserBenchmark } from "@/lib/bench/browser";
import { compare } from "@/lib/bench/compare";
import { compareBrowser } from "@/lib/bench/compare-browser";
import { compareMany } from "@/lib/bench/compare-many";
import { importRunsBenchmark } from "@/lib/bench/import-runs";
import { ingest } from "@/lib/bench/ingest";
import type { Benchmark, Figure } from "@/lib/bench/measure";
import { mlflowPeer } from "@/lib/bench/mlflow-peer";
import { reviewPage } from "@/lib/bench/review-page";
import { runTable } from "@/lib/bench/run-table";
import { search } from "@/lib/bench/search";
import { soak } from "@/lib/bench/soak";
import { startBenchmark } from "@/lib/bench/start";
import { CliError, runMain } from "./exit";

const benchmarks: readonly Benchmark[] = [
  importRunsBenchmark,
  ingest,
  runTable,
  search,
  compare,
  compareMany,
  backtestBenchmark,
  reviewPage,
  startBenchmark,
  mlflowPeer,
  soak,
  browserBenchmark,
  compareBrowser,
];

const written = ({ name, value, unit, note }: Figure): string =>
  `  ${name.padEnd(52)} ${value.toFixed(value < 10 ? 2 : value < 1000 ? 1 : 0).padStart(10)} ${unit}${note ? `  (${note})` : ""}`;

const program = new Command("npm run bench --")
  .description(
    "Measures the product on databases of its own. Figures of one machine at one time; see docs/benchmarks.md for the method.",
  )
  .option("--only <name>", `one of ${benchmarks.map((b) => b.name).join(", ")}`)
  .option("--json", "print the figures as JSON")
  .action((options: { only?: string; json?: boolean }) =>
    runMain(async () => {
      const chosen = benchmarks.filter((benchmark) => !options.only || benchmark.name === options.only);
      if (chosen.length === 0)
        throw new CliError(
          `--only: found "${options.only}", expected one of ${benchmarks.map((b) => b.name).join(", ")}.`,
        );
      const results: { benchmark: string; figures: Figure[] }[] = [];
      for (const benchmark of chosen) {
        if (!options.json) console.log(`${benchmark.title} (${benchmark.name})`);
        const figures = await benchmark.run((line) => process.stderr.write(`  ... ${line}\n`));
        results.push({ benchmark: benchmark.name, figures });
        if (!options.json) for (const figure of figures) console.log(written(figure));
      }
      if (options.json) console.log(JSON.stringify({ node: process.version, cpus: cpus().length, results }));
    }),
  );

await program.parseAsync();
