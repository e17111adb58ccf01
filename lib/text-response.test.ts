import { describe, expect, it } from "vitest";
import { TextResponse } from "./text-response";

describe("TextResponse", () => {
  const response = () =>
    new TextResponse('{"a":"ü"}', { status: 201, headers: { "content-type": "application/json" } });

  it("is a Response to whoever reads it as one", async () => {
    expect([response().status, response().headers.get("content-type")]).toEqual([201, "application/json"]);
    expect(await response().json()).toEqual({ a: "ü" });
    expect(await response().text()).toBe('{"a":"ü"}');
    expect((await response().arrayBuffer()).byteLength).toBe(10);
    expect(await new Response(response().body).text()).toBe('{"a":"ü"}');
    expect(await response().clone().json()).toEqual({ a: "ü" });
    expect(response().clone().status).toBe(201);
  });
});
