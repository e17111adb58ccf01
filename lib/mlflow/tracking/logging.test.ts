import { describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { wireClient } from "../wire-testing";

const { db, sql } = await testDb();
const { call, get, post, refusal, newRun, run, tags } = await wireClient(db, "credit");

describe("parameters and tags", () => {
  it("keeps a parameter as it was sent first, whatever it looks like", async () => {
    const id = await newRun();
    const params = ["1", "0.10", "007", "1e5", "", "True", "ünï ©", "12345678901234567890"].map((value, i) => ({
      key: `p${i}`,
      value,
    }));
    await post("runs/log-batch", { run_id: id, params });
    await post("runs/log-batch", { run_id: id, params });
    await post("runs/log-parameter", { run_id: id, key: "p0", value: "1" });
    expect((await run(id)).data.params).toEqual(params.toSorted((a, b) => (a.key < b.key ? -1 : 1)));
    expect(await refusal("runs/log-parameter", { run_id: id, key: "p0", value: "2" })).toEqual([
      400,
      "INVALID_PARAMETER_VALUE",
      `Changing param values is not allowed. Param with key='p0' was already logged with value='1' for run ID='${id}'. Attempted logging new value '2'.`,
    ]);
  });

  it("keeps a whole batch out when one of its parameters would change", async () => {
    const id = await newRun();
    await post("runs/log-parameter", { run_id: id, key: "a", value: "1" });
    const batch = {
      run_id: id,
      params: [
        { key: "a", value: "2" },
        { key: "b", value: "3" },
      ],
      metrics: [{ key: "m", value: 1, timestamp: 1 }],
      tags: [{ key: "t", value: "u" }],
    };
    expect((await refusal("runs/log-batch", batch))[2]).toContain(
      "Params were already logged='[{'key': 'a', 'old_value': '1', 'new_value': '2'}]'",
    );
    const twice = {
      run_id: id,
      params: [
        { key: "c", value: "1" },
        { key: "c", value: "1" },
      ],
    };
    expect((await refusal("runs/log-batch", twice))[2]).toContain(
      "Duplicate parameter keys have been submitted: ['c'].",
    );
    const { data } = await run(id);
    expect([data.params, data.metrics, (await tags(id)).t]).toEqual([[{ key: "a", value: "1" }], undefined, undefined]);
  });

  it("overwrites tags, takes the last of two in one call, and deletes what is there", async () => {
    const id = await newRun();
    await post("runs/log-batch", {
      run_id: id,
      tags: [
        { key: "a", value: "1" },
        { key: "a", value: "2" },
      ],
    });
    expect((await tags(id)).a).toBe("2");
    await post("runs/set-tag", { run_id: id, key: "a", value: "" });
    expect((await tags(id)).a).toBe("");
    await post("runs/delete-tag", { run_id: id, key: "a" });
    expect(await refusal("runs/delete-tag", { run_id: id, key: "a" })).toEqual([
      404,
      "RESOURCE_DOES_NOT_EXIST",
      `No tag with name: a in run with id ${id}`,
    ]);
  });

  it("cuts values that are too long and refuses keys and batches that are", async () => {
    const id = await newRun();
    await post("runs/log-batch", {
      run_id: id,
      params: [{ key: "p", value: "x".repeat(7000) }],
      tags: [{ key: "t", value: "😀".repeat(9000) }],
    });
    const { data } = await run(id);
    expect(data.params[0].value).toHaveLength(6000);
    expect([...((await tags(id)).t ?? "")]).toHaveLength(8000);
    const many = (n: number) => Array.from({ length: n }, (_, i) => ({ key: `k${i}`, value: 1, timestamp: 1 }));
    const bad: [object, string][] = [
      [{ metrics: many(1001) }, "at most 1000 metrics. Got 1001 metrics."],
      [{ params: many(101).map((p) => ({ key: p.key, value: "1" })) }, "at most 100 params. Got 101 params."],
      [{ tags: many(101).map((p) => ({ key: p.key, value: "1" })) }, "at most 100 tags. Got 101 tags."],
      [
        { metrics: many(950), tags: many(51).map((p) => ({ key: p.key, value: "1" })) },
        "at most 1000 metrics, params, and tags. Got 1001",
      ],
      [{ metrics: [{ key: "a/../b", value: 1, timestamp: 1 }] }, "This name would resolve to 'b'"],
      [{ metrics: [{ key: "a\u0000", value: 1, timestamp: 1 }] }, "Names may only contain"],
      [{ params: [{ key: "x".repeat(251), value: "1" }] }, "exceeds the maximum length of 250"],
      [{ metrics: [{ value: 1, timestamp: 1 }] }, "Missing value for required parameter 'metrics[0].key'."],
      [
        { metrics: [{ key: "k", value: true, timestamp: 1 }] },
        "Invalid value true for parameter 'metrics[0].value' supplied",
      ],
      [{ metrics: [{ key: "k", value: 1, timestamp: -1 }] }, "Timestamps must be a nonnegative long"],
      [{ metrics: [{ key: "k", value: 1, timestamp: 1, step: "9223372036854775807" }] }, "'metrics[0].step' supplied"],
      [
        { metrics: [{ key: "k", value: 1, timestamp: 1, dataset_name: "d" }] },
        "Both 'dataset_name' and 'dataset_digest'",
      ],
    ];
    for (const [body, message] of bad)
      expect(await refusal("runs/log-batch", { run_id: id, ...body })).toEqual([
        400,
        "INVALID_PARAMETER_VALUE",
        expect.stringContaining(message),
      ]);
    expect((await run(id)).data.metrics).toBeUndefined();
    expect((await refusal("runs/set-tag", { run_id: id, key: "a", value: "null\u0000byte" }))[0]).toBe(400);
  });
});

describe("writers at once, and again", () => {
  const info = async (id: string) => {
    const [row] =
      await sql`select params, tags, (select count(*)::int from metric_points p where p.run_id = r.id) as points
      from runs r where id = ${id}`;
    return row as { params: Record<string, unknown>; tags: Record<string, string>; points: number };
  };

  it("loses nothing of what several log to one run at the same moment", async () => {
    const id = await newRun();
    await Promise.all(
      Array.from({ length: 6 }, async (_, writer) => {
        for (let n = 0; n < 8; n++)
          await post("runs/log-batch", {
            run_id: id,
            params: [{ key: `p${writer}-${n}`, value: "1" }],
            tags: [{ key: `t${writer}-${n}`, value: "1" }],
            metrics: [
              { key: "shared", value: n, timestamp: 1, step: n },
              { key: `own${writer}`, value: n, timestamp: 1, step: n },
            ],
          });
      }),
    );
    const { params, tags: kept, points } = await info(id);
    expect(Object.keys(params)).toHaveLength(48);
    expect(Object.keys(kept).filter((key) => key.startsWith("t"))).toHaveLength(48);
    expect(points).toBe(8 + 6 * 8);
  });

  it("lets one of two values for a parameter win, and tells the other", async () => {
    const id = await newRun();
    const answers = await Promise.all(
      ["a", "b"].map((value) => call("POST", "runs/log-parameter", { run_id: id, key: "once", value })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    const won = answers[0]?.status === 200 ? "a" : "b";
    expect((await run(id)).data.params).toEqual([{ key: "once", value: won }]);
  });

  it("takes the same batch again for as long as a client sends it, with parameters, tags and metrics, and changes nothing", async () => {
    const id = await newRun();
    const batch = {
      run_id: id,
      params: [{ key: "lr", value: "0.1" }],
      tags: [{ key: "team", value: "risk" }],
      metrics: [5, 3, 3, 9, -2].map((step) => ({ key: "loss", value: step === 3 ? "NaN" : step, timestamp: 1, step })),
    };
    await post("runs/log-batch", batch);
    const first = JSON.stringify([await info(id), (await run(id)).data]);
    for (let again = 0; again < 8; again++) await post("runs/log-batch", batch);
    expect(JSON.stringify([await info(id), (await run(id)).data])).toBe(first);
    const history = await get(`metrics/get-history?run_id=${id}&metric_key=loss`);
    expect(history.metrics.map(({ step }: { step: number }) => step)).toEqual([-2, 3, 5, 9]);
  });
});
