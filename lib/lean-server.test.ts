import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import nextConfig from "../next.config.js";
import { leanHeaders } from "./lean-server";
import { serveLean } from "./lean-server-testing";

let lean: Awaited<ReturnType<typeof serveLean>>;
beforeAll(async () => {
  lean = await serveLean();
});
afterAll(() => lean.close());

/** A request with a body whatever its method, as some clients send; answers status and body. */
const send = (method: string, path: string, body = "") =>
  new Promise<{ status?: number; text: string }>((done, fail) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const request = httpRequest({ port: lean.port, method, path, headers }, (response) => {
      let text = "";
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => done({ status: response.statusCode, text }));
    });
    request.on("error", fail);
    request.end(body);
  });

describe("the lean server", () => {
  it("answers what is the wire's and leaves the rest to the pages", async () => {
    expect(await send("GET", "/version")).toMatchObject({ status: 200, text: expect.stringMatching(/^3\./) });
    expect(await send("GET", "/p/credit/experiments")).toEqual({ status: 418, text: "" });
    expect(await send("GET", "//evil.example/version")).toEqual({ status: 418, text: "" });
  });

  it("sends the same headers as Next.js does for its own API", async () => {
    const configured = await nextConfig.headers?.();
    const all = (configured ?? [])
      .flatMap(({ headers }) => headers)
      .map(({ key, value }) => [key.toLowerCase(), value]);
    expect(leanHeaders).toEqual(Object.fromEntries(all));
    const answered = await fetch(`${lean.address}/version`);
    expect(Object.fromEntries(answered.headers)).toMatchObject(leanHeaders);
  });

  it("lets a client that is refused early read why, however much it still sends", async () => {
    const large = "x".repeat(12 * 1024 * 1024);
    const refused = await send("PUT", "/api/2.0/mlflow-artifacts/artifacts/1/r/artifacts/a", large);
    expect([refused.status, JSON.parse(refused.text).error_code]).toEqual([401, "UNAUTHENTICATED"]);
  });

  it("refuses a filter of ten thousand terms in an address with the reason, as JSON for every client", async () => {
    const filter = `run_id IN (${Array.from({ length: 10_000 }, (_, i) => `'${i.toString(16).padStart(32, "0")}'`)})`;
    for (const path of ["/api/2.0/mlflow/model-versions/search", "/api/v1/runs"]) {
      const refused = await fetch(`${lean.address}${path}?filter=${encodeURIComponent(filter)}`);
      const reason = expect.stringContaining("fewer values");
      expect(refused.status).toBe(431);
      expect(await refused.json()).toMatchObject({ status: 431, detail: reason, message: reason });
    }
  });

  it("takes a filter of a thousand ids in an address", async () => {
    const ids = Array.from({ length: 1_000 }, (_, i) => `'${i.toString(16).padStart(32, "0")}'`);
    const url = `${lean.address}/api/2.0/mlflow/model-versions/search?filter=run_id IN (${ids})`;
    expect((await fetch(url)).status).toBe(401);
  });

  it("answers what is no HTTP, and goes on for others", async () => {
    const answered = await new Promise<string>((done, fail) => {
      const socket = connect(lean.port, "127.0.0.1", () => socket.write("HELO countersign\r\n\r\n"));
      let text = "";
      socket.on("data", (chunk) => {
        text += chunk;
      });
      socket.on("end", () => done(text));
      socket.on("error", fail);
    });
    expect(answered).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/);
    expect((await send("GET", "/version")).status).toBe(200);
  });

  it("takes a body with GET and DELETE", async () => {
    expect((await send("GET", "/api/2.0/mlflow/artifacts/list", '{"run_id":"x"}')).status).toBe(401);
    expect((await send("DELETE", "/api/2.0/mlflow-artifacts/artifacts/x", "{}")).status).toBe(401);
  });
});
