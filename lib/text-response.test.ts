import { describe, expect, it } from "vitest";
import { TextResponse } from "./text-response";

describe("TextResponse", () => {
  const text = '{"a":"ü"}';
  it.each([
    ["a text", text],
    ["the bytes of one", [Buffer.from(text.slice(0, 3)), Buffer.from(text.slice(3))]],
  ])("of %s is a Response to whoever reads it as one", async (_, content) => {
    const response = () => new TextResponse(content, { status: 201, headers: { "content-type": "application/json" } });

    expect([response().status, response().headers.get("content-type")]).toEqual([201, "application/json"]);
    expect(await response().json()).toEqual({ a: "ü" });
    expect(await response().text()).toBe('{"a":"ü"}');
    expect((await response().arrayBuffer()).byteLength).toBe(10);
    expect(await new Response(response().body).text()).toBe('{"a":"ü"}');
    expect(await response().clone().json()).toEqual({ a: "ü" });
    expect(response().clone().status).toBe(201);
  });
});
