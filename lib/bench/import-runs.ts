import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { createContext } from "@/lib/context";
import { importRuns } from "@/lib/experiments/commands/import-runs";
import { createProject } from "@/lib/projects/commands/create-project";
import type { Benchmark, Figure } from "./measure";
import { openScratch } from "./scratch";

const demo = join(process.cwd(), "lib/demo/data/census-runs.jsonl.gz");

/** Import of real run records (35 slices, curves, calibration each), repeated under new ids. */
export const importRunsBenchmark: Benchmark = {
  name: "import",
  title: "Import of runs",
  async run(report) {
    const scratch = await openScratch();
    try {
      const system = { actor: { kind: "system", job: "bench" }, db: scratch.db } as const;
      const project = await createProject(createContext({ ...system, projectId: 0 }), { name: "bench" });
      const ctx = createContext({ ...system, projectId: project.id });
      if (!existsSync(demo)) throw new Error("The demo's runs are missing.");
      const lines = gunzipSync(readFileSync(demo)).toString("utf8").trim().split("\n");
      const copies = 8;
      async function* bytes() {
        for (let copy = 0; copy < copies; copy++) {
          for (const line of lines) yield Buffer.from(`${line.replace('"run_id":"', `"run_id":"c${copy}-`)}\n`);
        }
      }
      report(`${lines.length * copies} runs`);
      const start = performance.now();
      const { imported, failed } = await importRuns(ctx, bytes(), { source: "bench" });
      const seconds = (performance.now() - start) / 1000;
      const figures: Figure[] = [
        { name: "runs imported", value: imported, unit: "runs", note: failed ? `${failed} failed` : undefined },
        { name: "import", value: imported / seconds, unit: "runs/s" },
        { name: "slices imported", value: (imported * 35) / seconds, unit: "slices/s" },
      ];
      return figures;
    } finally {
      await scratch.close();
    }
  },
};
