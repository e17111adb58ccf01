import { describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { wireClient } from "../wire-testing";

const { db } = await testDb();
const { get, post, call, newRun } = await wireClient(db, "credit");

type Metric = { key: string; value: number | string; timestamp: number; step: number; run_id?: string };
const log = async (run_id: string, metrics: Omit<Metric, "run_id">[]) => {
  for (let from = 0; from < metrics.length; from += 1000)
    await post("runs/log-batch", { run_id, metrics: metrics.slice(from, from + 1000) });
};
const curve = (n: number, value: (step: number) => number) =>
  Array.from({ length: n }, (_, step) => ({ key: "loss", value: value(step), timestamp: 1_000 + step, step }));
const refusal = async (path: string) => {
  const { status, body } = await call("GET", path);
  return [status, body.error_code, body.message];
};

describe("metric histories", () => {
  it("come by time, then step, then value, each point once, and not finite ones by name", async () => {
    const id = await newRun();
    const points = [
      { key: "m", value: 1, timestamp: 30, step: 1 },
      { key: "m", value: 2, timestamp: 10, step: 9 },
      { key: "m", value: "NaN", timestamp: 20, step: 2 },
      { key: "m", value: "-Infinity", timestamp: 20, step: 1 },
      { key: "m", value: 0.5, timestamp: 20, step: 1 },
    ];
    await log(id, [...points, ...points]);
    const { metrics, next_page_token: next } = await get(`metrics/get-history?run_id=${id}&metric_key=m`);
    expect(next).toBeUndefined();
    expect(metrics.map((m: Metric) => [m.timestamp, m.step, m.value])).toEqual([
      [10, 9, 2],
      [20, 1, -Number.MAX_VALUE],
      [20, 1, 0.5],
      [20, 2, "NaN"],
      [30, 1, 1],
    ]);
    expect(await get(`metrics/get-history?run_id=${id}&metric_key=none`)).toEqual({});
  });

  it("come in pages that neither repeat nor leave out a point", async () => {
    const id = await newRun();
    await log(
      id,
      curve(25, (step) => step % 3),
    );
    const seen: number[] = [];
    let token = "";
    for (let page = 0; page < 10; page++) {
      const answer = await get(`metrics/get-history?run_uuid=${id}&metric_key=loss&max_results=10&page_token=${token}`);
      seen.push(...answer.metrics.map((m: Metric) => m.step));
      token = encodeURIComponent(answer.next_page_token ?? "");
      if (!token) break;
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, step) => step));
    expect((await refusal(`metrics/get-history?run_id=${id}&metric_key=loss&page_token=abc`))[0]).toBe(400);
    expect((await refusal(`metrics/get-history?run_id=${id}&metric_key=loss&max_results=0`))[0]).toBe(400);
  });

  it("of several runs come together, each point with its run", async () => {
    const [a, b] = [await newRun(), await newRun()];
    await log(
      a,
      curve(3, (step) => step),
    );
    await log(
      b,
      curve(2, (step) => -step),
    );
    const { metrics } = await get(`metrics/get-history-bulk?run_id=${a}&run_id=${b}&metric_key=loss`);
    expect(metrics.map((m: Metric) => [m.run_id, m.step])).toEqual([
      [a, 0],
      [a, 1],
      [a, 2],
      [b, 0],
      [b, 1],
    ]);
    const many = Array.from({ length: 101 }, (_, i) => `run_id=r${i}`).join("&");
    expect((await refusal(`metrics/get-history-bulk?${many}&metric_key=loss`))[2]).toContain("more than 100 run_ids");
    expect((await refusal("metrics/get-history-bulk?metric_key=loss"))[2]).toContain("at least one run_id");
  });
});

describe("histories over an interval", () => {
  it("stay within what was asked for and keep first, last, lowest and highest, in part and as a whole", async () => {
    const id = await newRun();
    await log(
      id,
      curve(12_000, (step) => (step === 7_777 ? 9 : step === 3_210 ? -9 : 0.5)),
    );
    const ask = async (more: string): Promise<Metric[]> =>
      (await get(`metrics/get-history-bulk-interval?run_ids=${id}&metric_key=loss&${more}`)).metrics;
    const whole = await ask("max_results=50");
    expect(whole.length).toBeLessThanOrEqual(50);
    const at = (points: Metric[], step: number) => points.find((m) => m.step === step)?.value;
    expect([at(whole, 7_777), at(whole, 3_210)]).toEqual([9, -9]);
    expect([whole[0]?.step, whole.at(-1)?.step]).toEqual([0, 11_999]);
    const part = await ask("start_step=3000&end_step=8000&max_results=20");
    expect([at(part, 7_777), at(part, 3_210)]).toEqual([9, -9]);
    expect([part[0]?.step, part.at(-1)?.step, part.length <= 20]).toEqual([3_000, 8_000, true]);
    expect(await ask("start_step=7777&end_step=7778")).toHaveLength(2);
    const said = "metrics/get-history-bulk-interval?metric_key=loss";
    expect((await refusal(`${said}&run_ids=${id}&start_step=5&end_step=1`))[2]).toContain("end_step must be greater");
    expect((await refusal(`${said}&run_ids=${id}&start_step=5`))[2]).toContain("both must be specified");
    expect((await refusal(`${said}&run_ids=${id}&max_results=2501`))[2]).toContain("between 1 and 2500");
    expect((await refusal(`${said}&run_ids=unknown`)).slice(0, 2)).toEqual([404, "RESOURCE_DOES_NOT_EXIST"]);
  });
});
