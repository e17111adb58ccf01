import { loadDemo } from "@/lib/demo/load";
import { backtest } from "@/lib/promotions/backtest/backtest";
import { type Benchmark, quantile } from "./measure";
import { openScratch, reader } from "./scratch";

const promotions = 1000;
const repeats = 5;

/** Back-test of the demo's proposed policy over 1,000 promotions with real evidence, the newest evaluation of each, and its runs. */
export const backtestBenchmark: Benchmark = {
  name: "backtest",
  title: "Back-test of a policy over 1,000 promotions",
  async run(report) {
    const scratch = await openScratch();
    try {
      report("playing the demo");
      await loadDemo(scratch.db);
      const { sql } = scratch;
      const [source] = await sql<{ projectId: number; id: string }[]>`
        SELECT p.project_id AS "projectId", p.id FROM promotions p WHERE p.number = 5`;
      if (!source) throw new Error("The demo's promotion P-5 is missing.");
      report(`copying it ${promotions} times`);
      await sql`
        INSERT INTO promotions SELECT (jsonb_populate_record(p, jsonb_build_object('id', 'copy-' || i, 'number', 1000 + i))).*
        FROM promotions p, generate_series(1, ${promotions}) i WHERE p.id = ${source.id}`;
      await sql`
        INSERT INTO promotion_evaluations SELECT (jsonb_populate_record(e, jsonb_build_object('promotion_id', 'copy-' || i))).*
        FROM promotion_evaluations e JOIN promotions p ON p.id = e.promotion_id AND p.evaluation = e.evaluation,
          generate_series(1, ${promotions}) i WHERE p.id = ${source.id}`;
      const ctx = reader(scratch.db, source.projectId);
      const whole: number[] = [];
      const past: number[] = [];
      for (let i = 0; i <= repeats; i++) {
        report(`run ${i} of ${repeats}`);
        const start = performance.now();
        let cases = 0;
        let until = start;
        for await (const line of backtest(ctx, 2, "newest")) {
          if (line.kind === "cases") {
            cases += line.results.length;
            until = performance.now();
          }
        }
        if (cases < promotions) throw new Error(`Only ${cases} cases were replayed.`);
        if (i > 0) {
          past.push(until - start);
          whole.push(performance.now() - start);
        }
      }
      const middle = (values: number[]) =>
        quantile(
          values.sort((a, b) => a - b),
          0.5,
        );
      return [
        { name: `back-test over ${promotions} promotions`, value: middle(past), unit: "ms", note: "median of 5" },
        { name: "the same with the demo's runs", value: middle(whole), unit: "ms" },
      ];
    } finally {
      await scratch.close();
    }
  },
};
