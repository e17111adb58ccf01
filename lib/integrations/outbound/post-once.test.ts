import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { postOnce } from "./post-once";

const policy = { ports: [443], allowLoopback: true };
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

async function serve(listener: RequestListener, host = "127.0.0.1", port = 0): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((done) => server.listen(port, host, done));
  return (server.address() as AddressInfo).port;
}

const post = (url: string, more: Parameters<typeof postOnce>[3] = {}) =>
  postOnce(url, { "content-type": "application/json" }, '{"a":1}', { policy, ...more });

test("a call arrives with its body, and only the status code comes back", async () => {
  let received = "";
  const port = await serve(async (request, response) => {
    for await (const part of request) received += part;
    response.writeHead(202).end("a secret of the other side");
  });
  expect(await post(`http://127.0.0.1:${port}/hook`)).toEqual({
    statusCode: 202,
    failure: null,
    retryAfterSeconds: null,
  });
  expect(received).toBe('{"a":1}');
});

test.each([301, 302, 303, 307, 308])("a redirect (%i) is a failure and is not followed", async (status) => {
  let hits = 0;
  const inside = await serve((_, response) => {
    hits += 1;
    response.end();
  });
  const port = await serve((_, response) =>
    response.writeHead(status, { location: `http://127.0.0.1:${inside}/` }).end(),
  );
  expect(await post(`http://127.0.0.1:${port}/`)).toMatchObject({
    statusCode: status,
    failure: `Answered ${status}: redirects are not followed.`,
  });
  expect(hits).toBe(0);
});

test("a name that changes its address after the check is still called where it was checked", async () => {
  const hits = { checked: 0, rebound: 0 };
  const port = await serve((_, response) => {
    hits.checked += 1;
    response.end();
  });
  await serve(
    (_, response) => {
      hits.rebound += 1;
      response.end();
    },
    "127.0.0.2",
    port,
  );
  const answers = [["127.0.0.1"], ["127.0.0.2"], ["127.0.0.2"]];
  let asked = 0;
  const result = await post(`http://localhost:${port}/`, { resolve: async () => answers[asked++] ?? [] });
  expect(result.statusCode).toBe(200);
  expect(hits).toEqual({ checked: 1, rebound: 0 });
  expect(asked).toBe(1);
});

test("a name that has turned internal is not called at all", async () => {
  const strict = { ports: [443], allowLoopback: false };
  const result = await post("https://hooks.example.com/", { policy: strict, resolve: async () => ["127.0.0.1"] });
  expect(result).toMatchObject({
    statusCode: null,
    failure: "Not called: the address leads to an internal address (loopback).",
  });
});

test("a server that hangs before its answer, or within it, is left after the limit", async () => {
  const silent = await serve(() => {});
  expect(await post(`http://127.0.0.1:${silent}/`, { timeoutMs: 150 })).toMatchObject({
    failure: expect.stringMatching(/No answer/),
  });
  const half = await serve((_, response) => void response.writeHead(200).write("a"));
  expect(await post(`http://127.0.0.1:${half}/`, { timeoutMs: 150 })).toMatchObject({
    failure: expect.stringMatching(/No answer/),
  });
});

test("a name server that hangs is left after the limit", async () => {
  const never = () => new Promise<string[]>(() => {});
  expect(await post("https://hooks.example.com/", { resolve: never, timeoutMs: 50 })).toMatchObject({
    failure: expect.stringMatching(/No answer/),
  });
});

test("of an endless answer no more than the limit is read, and its status counts", async () => {
  let hungUp = () => {};
  const end = new Promise<void>((done) => {
    hungUp = done;
  });
  const port = await serve((_, response) => {
    response.writeHead(200);
    const more = () => {
      while (response.write("x".repeat(16_384)));
    };
    response.on("drain", more).on("close", hungUp);
    more();
  });
  expect(await post(`http://127.0.0.1:${port}/`)).toMatchObject({ statusCode: 200, failure: null });
  await end;
});

test("a refused connection, a refusal and the advised pause are told in our own words", async () => {
  expect(await post("http://127.0.0.1:9/")).toMatchObject({ statusCode: null, failure: "The connection was refused." });
  const port = await serve((_, response) => response.writeHead(503, { "retry-after": "120" }).end("<b>why</b>"));
  expect(await post(`http://127.0.0.1:${port}/`)).toEqual({
    statusCode: 503,
    failure: "Answered 503.",
    retryAfterSeconds: 120,
  });
});
