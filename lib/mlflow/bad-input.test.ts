import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { artifactWire, refusal } from "./artifacts/testing";

const { call, put, inRun, objects, run } = await artifactWire();
const json = "application/json";
const post = (path: string, body: unknown) =>
  call(`/api/2.0/mlflow/${path}`, {
    method: "POST",
    type: json,
    body: typeof body === "string" || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
  });
const invalid = (message: unknown) => [400, "INVALID_PARAMETER_VALUE", message];
const injection = `'; drop table runs; --" \\ $1 %s \${x} {{y}} ☃`;

describe("bodies", () => {
  it("of 10 MB are read and judged, larger ones are refused before they are read", async () => {
    const metric = { key: "k", value: 1, timestamp: 1, step: 0 };
    const many = JSON.stringify({ run_id: run, metrics: Array.from({ length: 220_000 }, () => metric) });
    expect(many.length).toBeGreaterThan(9_000_000);
    expect(await refusal(await post("runs/log-batch", many))).toEqual(
      invalid(expect.stringContaining("at most 1000 metrics. Got 220000 metrics.")),
    );
    const [status, code, message] = await refusal(await post("runs/log-batch", "x".repeat(10 * 1024 * 1024 + 1)));
    expect([status, code, message]).toEqual([
      413,
      "INVALID_PARAMETER_VALUE",
      expect.stringContaining("more than 10 MB"),
    ]);
  });

  it.each([
    ["bytes that are not UTF-8", new Uint8Array([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d]), "The body is not UTF-8."],
    ["half a document", '{"name": "a', expect.stringContaining("The body is not JSON")],
    ["another document", '"text"', expect.stringContaining("The body is not JSON")],
    ["a list", "[1]", "The body is not a JSON object."],
    [
      "nesting without end",
      `{"name":null,"x":${"[".repeat(50_000)}${"]".repeat(50_000)}}`,
      expect.stringContaining("nested more than"),
    ],
  ])("of %s are refused", async (_, body, message) => {
    expect(await refusal(await post("experiments/create", body))).toEqual(invalid(message));
  });

  it("cannot reach into the program by the names of their fields", async () => {
    const body = '{"__proto__":{"name":"a"},"constructor":{"prototype":{"x":1}},"Name":null}';
    expect(await refusal(await post("experiments/create", body))).toEqual(
      invalid(expect.stringMatching(/^Missing value for required parameter 'name'/)),
    );
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

describe("texts", () => {
  it("are values wherever they go, never statements", async () => {
    const made = await post("experiments/create", { name: injection, tags: [{ key: "k", value: injection }] });
    const { experiment_id } = (await made.json()) as { experiment_id: string };
    const found = await call(
      `/api/2.0/mlflow/experiments/get-by-name?experiment_name=${encodeURIComponent(injection)}`,
    );
    expect(await found.json()).toMatchObject({ experiment: { experiment_id, name: injection } });
    const { run: own } = await (
      await post("runs/create", { experiment_id, run_name: injection, user_id: injection })
    ).json();
    const run_id = own.info.run_id;
    expect((await post("runs/log-parameter", { run_id, key: "p", value: injection })).status).toBe(200);
    expect((await post("runs/set-tag", { run_id, key: "t", value: injection })).status).toBe(200);
    expect(await refusal(await post("runs/log-parameter", { run_id, key: injection, value: "x" }))).toEqual(
      invalid(expect.stringContaining("Names may only contain")),
    );
    const name = "'; drop table runs; --.txt";
    const path = `/api/2.0/mlflow-artifacts/artifacts/${experiment_id}/${run_id}/artifacts/${encodeURIComponent(name)}`;
    expect((await put(path, "x")).status).toBe(200);
    expect(await (await call(path)).text()).toBe("x");
    const { run: read } = await (await call(`/api/2.0/mlflow/runs/get?run_id=${run_id}`)).json();
    expect(read.info.run_name).toBe(injection);
    expect(read.data.params).toEqual([{ key: "p", value: injection }]);
  });

  it("with null characters are refused, whatever field they are in", async () => {
    for (const [path, body] of [
      ["experiments/create", { name: "a\0b" }],
      ["runs/create", { experiment_id: "0", run_name: "a\0b" }],
      ["runs/log-parameter", { run_id: run, key: "p", value: "a\0b" }],
      ["runs/set-tag", { run_id: run, key: "t", value: "a\0b" }],
      ["runs/log-metric", { run_id: "a\0b", key: "t", value: 1, timestamp: 1 }],
    ] as const) {
      const [status, code] = await refusal(await post(path, body));
      expect([path, status < 500, code]).toEqual([
        path,
        true,
        expect.stringMatching(/INVALID_PARAMETER_VALUE|DOES_NOT_EXIST/),
      ]);
    }
    expect((await call("/api/2.0/mlflow/runs/get?run_id=a%00b")).status).toBeLessThan(500);
    expect((await call("/api/2.0/mlflow/experiments/get-by-name?experiment_name=%ff%fe")).status).toBe(404);
  });
});

describe("a full store", () => {
  it.runIf(process.platform === "linux")("answers 507, which clients do not repeat, and keeps nothing", async () => {
    const before = objects();
    const ignore = () => {};
    process.on("SIGXFSZ", ignore);
    const limit = (size: string) => execFileSync("prlimit", ["--pid", String(process.pid), `--fsize=${size}:`]);
    limit("100000");
    try {
      const full = await put(inRun("large.bin"), new Uint8Array(1_000_000));
      expect(await refusal(full)).toEqual([
        507,
        "RESOURCE_EXHAUSTED",
        expect.stringContaining("The artifact store is full"),
      ]);
    } finally {
      limit("unlimited");
      process.off("SIGXFSZ", ignore);
    }
    expect(objects()).toBe(before);
    expect((await call(inRun("large.bin"))).status).toBe(404);
  });
});
