import { describe, expect, it } from "vitest";
import { z } from "zod";
import { testDb } from "@/db/testing";
import { createToken } from "@/lib/auth/commands/create-token";
import { revokeToken } from "@/lib/auth/commands/revoke-token";
import { createTestProject, signedIn } from "@/lib/auth/testing";
import { conflict, notFound } from "@/lib/errors";
import { MlflowError } from "./errors";
import { idText, int64, list, requiredText, text } from "./fields";
import { mlflowHandler } from "./handler";

const { db } = await testDb();
const project = await createTestProject(db, "credit");
const marta = await signedIn(db, project, "marta", ["data_scientist"]);
const { token: other } = await createToken(marta, { name: "other", scopes: ["read"], days: 30 });
const { token, tokenId } = await createToken(marta, { name: "laptop", scopes: ["read"], days: 30 });

const schema = z.object({
  name: requiredText,
  start_time: int64.optional(),
  experiment_ids: list(idText),
  note: text.optional(),
});
const echo = mlflowHandler({ scope: "read", schema, maxBytes: 2_000 }, async (ctx, input) => ({
  project: ctx.projectName,
  input,
}));

type Ask = {
  method?: string;
  query?: string;
  body?: string | Uint8Array<ArrayBuffer>;
  type?: string | null;
  auth?: string | null;
};
async function ask(
  { method = "POST", query = "", body, type = "application/json", auth = `Bearer ${token}` }: Ask,
  params = {},
  handler = echo,
) {
  const headers = new Headers();
  if (type) headers.set("content-type", type);
  if (auth) headers.set("authorization", auth);
  // A body on GET, which web requests do not allow and clients send.
  const request = new Request(`http://console.test/api/2.0/mlflow/x${query}`, {
    method: method === "GET" && body ? "POST" : method,
    headers,
    body,
  });
  if (method === "GET") Object.defineProperty(request, "method", { value: "GET" });
  const response = await handler(request, params);
  return { status: response.status, type: response.headers.get("content-type"), body: await response.json() };
}
const input = async (how: Ask, params = {}) => (await ask(how, params)).body.input;
const refusal = async (how: Ask, params = {}, handler = echo) => {
  const { status, type, body } = await ask(how, params, handler);
  expect(type).toBe("application/json");
  return [status, body.error_code, body.message];
};

describe("input", () => {
  it("comes from a JSON body, in either spelling, unknown fields ignored", async () => {
    const expected = { name: "a", start_time: 5, experiment_ids: ["1", "2"] };
    expect(await input({ body: '{"name":"a","start_time":5,"experiment_ids":["1",2],"other":1}' })).toEqual(expected);
    expect(await input({ body: '{"name":"a","startTime":"5","experimentIds":[1,2],"note":null}' })).toEqual(expected);
    expect(await input({ body: JSON.stringify('{"name":"a","startTime":"5","experimentIds":[1,2]}') })).toEqual(
      expected,
    );
  });

  it("is read at once, whatever its texts are made of", async () => {
    const long = "A".repeat(1_000_000);
    const handler = mlflowHandler({ scope: "read", schema }, async (_, { name }) => ({ length: name.length }));
    const { body } = await ask({ body: JSON.stringify({ name: long }) }, {}, handler as typeof echo);
    expect(body).toEqual({ length: 1_000_000 });
  });

  it("comes from the query of a GET, repeated keys as a list, and without one from its body", async () => {
    const get = { method: "GET", type: null };
    expect(await input({ ...get, query: "?name=a&experiment_ids=1&experiment_ids=2&start_time=5" })).toMatchObject({
      experiment_ids: ["1", "2"],
      start_time: 5,
    });
    expect(await input({ ...get, query: "?name=a&experimentIds=1" })).toMatchObject({ experiment_ids: ["1"] });
    expect(await input({ ...get, body: '{"name":"b"}' })).toMatchObject({ name: "b" });
  });

  it("comes from the body of a DELETE and from the path", async () => {
    expect(await input({ method: "DELETE", type: null, body: '{"name":"b"}' })).toMatchObject({ name: "b" });
    expect(await input({ method: "PATCH", type: null, body: '{"name":"b"}' }, { name: "c" })).toMatchObject({
      name: "c",
    });
  });

  it.each([
    ["no name", { body: "{}" }, 400, /^Missing value for required parameter 'name'\. See the API docs/],
    ["no body", {}, 400, /^Missing value for required parameter 'name'\./],
    [
      "a number for a name",
      { body: '{"name":123}' },
      400,
      /^Invalid value 123 for parameter 'name' supplied: {2}Hint: Value was of type 'int'\./,
    ],
    [
      "a form",
      { body: "{}", type: "application/x-www-form-urlencoded" },
      400,
      /^Bad Request\. Content-Type must be one of \['application\/json'\]\.$/,
    ],
    ["no content type", { body: new TextEncoder().encode("{}"), type: null }, 400, /^Bad Request\. Content-Type/],
    ["broken JSON", { body: '{"name":' }, 400, /^The body is not JSON/],
    ["a list", { body: "[]" }, 400, /^The body is not a JSON object\.$/],
    ["bytes that are not UTF-8", { body: new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]) }, 400, /^The body is not UTF-8\.$/],
    ["a body beyond the limit", { body: `{"name":"${"x".repeat(3_000)}"}` }, 413, /^The body has more than/],
    ["one field in two spellings", { body: '{"startTime":1,"start_time":2}' }, 400, /was sent twice/],
  ] as [string, Ask, number, RegExp][])("is refused with its name: %s", async (_, how, status, message) => {
    expect(await refusal(how)).toEqual([status, "INVALID_PARAMETER_VALUE", expect.stringMatching(message)]);
  });
});

describe("authentication", () => {
  it("takes the token as Bearer, or as the password of Basic", async () => {
    const basic = `Basic ${Buffer.from(`anyone:${token}`).toString("base64")}`;
    expect(await ask({ body: '{"name":"a"}', auth: basic })).toMatchObject({
      status: 200,
      body: { project: "credit" },
    });
  });

  it.each([
    ["no header", null],
    ["another scheme", "Digest abc"],
    ["a mistyped token", "Bearer cs_pat_nothing"],
    ["Basic with a wrong password", `Basic ${Buffer.from("a:b").toString("base64")}`],
    ["Basic that is not base64", "Basic ***"],
  ])("refuses %s as JSON, without a redirect", async (_, auth) => {
    expect(await refusal({ auth, body: '{"name":"a"}' })).toEqual([401, "UNAUTHENTICATED", expect.any(String)]);
  });

  it("refuses a token without the scope, and one of another project", async () => {
    const writing = mlflowHandler({ scope: "ingest", schema }, async () => {});
    expect(await refusal({ body: '{"name":"a"}' }, {}, writing)).toEqual([
      403,
      "PERMISSION_DENIED",
      expect.stringContaining('lacks the scope "ingest"'),
    ]);
    expect(await refusal({ body: '{"name":"a"}' }, { project: "fraud" })).toEqual([
      403,
      "PERMISSION_DENIED",
      expect.stringContaining('belongs to the project "credit", not to "fraud"'),
    ]);
    expect((await ask({ body: '{"name":"a"}' }, { project: "credit" })).status).toBe(200);
  });

  it("refuses a token from the moment it is revoked", async () => {
    await revokeToken(marta, { tokenId });
    expect(await refusal({ body: '{"name":"a"}' })).toEqual([
      401,
      "UNAUTHENTICATED",
      expect.stringContaining("was revoked"),
    ]);
  });
});

describe("errors", () => {
  const thrown = (error: unknown) =>
    refusal(
      { auth: `Bearer ${other}`, body: '{"name":"a"}' },
      {},
      mlflowHandler({ scope: "read", schema }, () => Promise.reject(error)) as typeof echo,
    );

  it("keep their code and text, translate ours, and quote nothing unexpected", async () => {
    expect(await thrown(new MlflowError("RESOURCE_ALREADY_EXISTS", "There is one."))).toEqual([
      400,
      "RESOURCE_ALREADY_EXISTS",
      "There is one.",
    ]);
    expect(await thrown(notFound("The run"))).toEqual([
      404,
      "RESOURCE_DOES_NOT_EXIST",
      "The run was not found in this project.",
    ]);
    expect(await thrown(conflict("Changed meanwhile."))).toEqual([409, "RESOURCE_CONFLICT", "Changed meanwhile."]);
    expect(await thrown(Object.assign(new Error("x"), { code: "22021" }))).toEqual([
      400,
      "INVALID_PARAMETER_VALUE",
      expect.stringContaining("null or broken characters"),
    ]);
    expect(await thrown(Object.assign(new Error("x"), { code: "ECONNREFUSED" }))).toEqual([
      503,
      "TEMPORARILY_UNAVAILABLE",
      expect.any(String),
    ]);
    expect(await thrown(new Error("select secret"))).toEqual([
      500,
      "INTERNAL_ERROR",
      expect.not.stringContaining("secret"),
    ]);
  });
});
