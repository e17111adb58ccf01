import { request as httpRequest } from "node:http";
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

  it("takes a body with GET and DELETE", async () => {
    expect((await send("GET", "/api/2.0/mlflow/artifacts/list", '{"run_id":"x"}')).status).toBe(401);
    expect((await send("DELETE", "/api/2.0/mlflow-artifacts/artifacts/x", "{}")).status).toBe(401);
  });
});
