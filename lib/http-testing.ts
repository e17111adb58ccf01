import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { type Handler, withProblems } from "./http";

/** Method and address with parts in braces, as in "GET /api/v1/promotions/{number}". */
export type Routes = Record<string, Handler>;
export type Seen = { method: string; path: string; headers: IncomingMessage["headers"] };

function match(pattern: string, method: string, path: string): Record<string, string> | null {
  const [verb, address = ""] = pattern.split(" ");
  const expression = new RegExp(`^${address.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`);
  const found = verb === method ? expression.exec(path) : null;
  return found && Object.fromEntries(Object.entries(found.groups ?? {}).map(([k, v]) => [k, decodeURIComponent(v)]));
}

/** Serves plain handlers on a port of loopback, as the product does, for clients that run in a process of their own. */
export async function serveHandlers(routes: Routes, onRequest: (seen: Seen) => Response | undefined = () => undefined) {
  const server = createServer(async (incoming, outgoing) => {
    const { method = "GET", headers } = incoming;
    const url = new URL(incoming.url ?? "/", "http://127.0.0.1");
    const body = method === "GET" ? null : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>);
    const request = new Request(url, {
      method,
      body,
      headers: headers as Record<string, string>,
      duplex: "half",
    } as RequestInit);
    const found = Object.entries(routes).flatMap(([pattern, handler]) => {
      const params = match(pattern, method, url.pathname);
      return params ? [{ handler, params }] : [];
    })[0];
    const early = onRequest({ method, path: url.pathname, headers });
    if (early && !incoming.complete) await request.arrayBuffer().catch(() => null);
    const answer =
      early ??
      (found ? await withProblems(found.handler)(request, found.params) : new Response("<html>", { status: 404 }));
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
    outgoing.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
