import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { type CallerOptions, openCaller } from "./open-caller";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}

const allowing = (port: number, more: Partial<CallerOptions> = {}): CallerOptions => ({
  policy: { ports: [443], allowLoopback: false, allowedHosts: [`127.0.0.1:${port}`, `tracking.test:${port}`] },
  timeoutMs: 2_000,
  maxBytes: 1_000,
  ...more,
});

async function call(base: string, options: CallerOptions) {
  const opened = await openCaller(base, options);
  if (!opened.ok) return opened.reason;
  try {
    return await opened.caller.send({ method: "POST", path: "/api?a=1", headers: {}, body: "hello" });
  } finally {
    await opened.caller.close();
  }
}

it("calls an internal server that is allowed by name, below the path of its address", async () => {
  const seen: string[] = [];
  const port = await serve(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    seen.push(`${request.method} ${request.url} ${body}`);
    response.end("found");
  });
  const answer = await call(`http://127.0.0.1:${port}/p/one/`, allowing(port));
  expect(answer).toEqual({ ok: true, status: 200, text: "found" });
  expect(seen).toEqual(["POST /p/one/api?a=1 hello"]);
});

it("refuses an internal server that is not allowed, another port of one that is, and other schemes", async () => {
  for (const base of ["http://127.0.0.1:9", "http://10.0.0.1:5000", "https://192.168.1.4", "ftp://127.0.0.1:80"])
    expect(await call(base, allowing(80))).toEqual(expect.stringMatching(/https|internal/));
});

it.each(["169.254.169.254", "fe80::1", "0.0.0.0", "::ffff:169.254.169.254", "fd00:ec2::254"])(
  "never calls %s, where no server is, also when its name is allowed",
  async (address) => {
    const options = allowing(5000, { resolve: async () => ["10.1.2.3", address] });
    expect(await call("http://tracking.test:5000", options)).toMatch(/never called/);
  },
);

it("stays with the address that was looked up, whatever the name server says later", async () => {
  const port = await serve((_, response) => response.end("same"));
  let asked = 0;
  const resolve = async () => {
    asked += 1;
    return asked === 1 ? ["127.0.0.1"] : ["127.0.0.9"];
  };
  const opened = await openCaller(`http://tracking.test:${port}`, allowing(port, { resolve }));
  if (!opened.ok) throw new Error(opened.reason);
  for (let time = 0; time < 3; time++)
    expect(await opened.caller.send({ method: "GET", path: "/", headers: {} })).toMatchObject({ text: "same" });
  await opened.caller.close();
  expect(asked).toBe(1);
});

it("does not follow a redirect, and ends what is too large or takes too long", async () => {
  const redirecting = await serve((_, response) => response.writeHead(302, { location: "http://10.0.0.1/" }).end());
  expect(await call(`http://127.0.0.1:${redirecting}`, allowing(redirecting))).toMatchObject({ status: 302 });
  const endless = await serve((_, response) => {
    response.writeHead(200);
    const more = () => {
      while (response.write("x".repeat(16_384)));
    };
    response.on("drain", more);
    more();
  });
  expect(await call(`http://127.0.0.1:${endless}`, allowing(endless))).toMatchObject({ kind: "too_large" });
  const silent = await serve(() => {});
  expect(await call(`http://127.0.0.1:${silent}`, allowing(silent, { timeoutMs: 100 }))).toEqual({
    ok: false,
    kind: "unreachable",
    failure: "No answer within 0.1 seconds.",
  });
});
