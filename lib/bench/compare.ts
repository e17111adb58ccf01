import { createContext } from "@/lib/context";
import { loadDemo } from "@/lib/demo/load";
import { loadComparePage } from "@/lib/experiments/compare-page-query";
import { parseCompare } from "@/lib/experiments/compare-url";
import { type Benchmark, time, timingFigures } from "./measure";
import { openScratch, reader } from "./scratch";

/** Compare of 20 real runs with 35 slices each: everything the page shows, evidence from predictions included. */
export const compare: Benchmark = {
  name: "compare",
  title: "Compare of 20 runs x 35 slices",
  async run(report) {
    const scratch = await openScratch();
    try {
      report("playing the demo");
      await loadDemo(scratch.db);
      const [project] = await scratch.sql<{ id: number }[]>`SELECT id FROM projects LIMIT 1`;
      const ctx = reader(scratch.db, project?.id ?? 0);
      const rows = await scratch.sql<{ id: string }[]>`
        SELECT id FROM runs WHERE project_id = ${ctx.projectId} AND slice_count = 35 ORDER BY has_predictions DESC, id LIMIT 20`;
      const state = parseCompare({ runs: rows.map((row) => row.id).join(",") });
      report(`${rows.length} runs`);
      const timing = await time(() => loadComparePage(createContext(ctx), state), { runs: 40, warmup: 5 });
      return timingFigures(
        "compare 20 runs x 35 slices, server",
        timing,
        "row-level predictions of 5 of them are paired",
      );
    } finally {
      await scratch.close();
    }
  },
};
