import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { answerApi, matchApi } from "./api/serve";
import { logger } from "./log";
import { answerMlflow, hasDots, matchMlflow, refuseDots } from "./mlflow/serve";
import { TextResponse } from "./text-response";

/** Headers of every answer that does not come from Next.js, where next.config.js sets them; nothing here is ever a page. */
export const leanHeaders = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
};

const fixed = Object.entries(leanHeaders);

/** Only path and query of an address matter to handlers. */
const origin = "http://countersign";

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;

/** The request as handlers take it. Its body is the socket's own stream: read as it comes, never held back. */
function webRequest(incoming: IncomingMessage, outgoing: ServerResponse): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) if (typeof value === "string") headers.set(name, value);
  const request = new Request(`${origin}${incoming.url}`, { headers });
  // Clients send bodies with GET, which the constructor refuses.
  Object.defineProperty(request, "method", { value: incoming.method });
  // Stopping to read must not close the connection: the answer that says why goes over it too.
  const body = { [Symbol.asyncIterator]: () => incoming.iterator({ destroyOnReturn: false }) };
  if (hasBody(incoming)) Object.defineProperty(request, "body", { value: body });
  // Made only for those who look: the platform's own costs more than the rest of the request.
  Object.defineProperty(request, "signal", { get: () => signalOf(outgoing) });
  return request;
}

function signalOf(outgoing: ServerResponse): AbortSignal {
  const gone = new AbortController();
  if (outgoing.destroyed) gone.abort();
  else outgoing.once("close", () => gone.abort());
  return gone.signal;
}

const sizeOf = (pieces: readonly Buffer[]): number => pieces.reduce((size, piece) => size + piece.byteLength, 0);

/** Sends the answer: a text in one piece, anything else as it is produced, at the pace of the reader. */
async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.statusCode = response.status;
  for (const [name, value] of fixed) outgoing.setHeader(name, value);
  for (const [name, value] of response.headers) outgoing.setHeader(name, value);
  if (response instanceof TextResponse) {
    const { content } = response;
    if (typeof content === "string") {
      outgoing.setHeader("content-length", Buffer.byteLength(content));
      outgoing.end(content);
    } else {
      outgoing.setHeader("content-length", sizeOf(content));
      // Together, as they are: to join them would take as much memory again, which makes the next collection of garbage come sooner.
      outgoing.cork();
      for (const piece of content) outgoing.write(piece);
      outgoing.end();
      outgoing.uncork();
    }
  } else if (response.body) await pipeline(response.body as unknown as AsyncIterable<Uint8Array>, outgoing);
  else outgoing.end();
}

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  work: (request: Request) => Promise<Response>,
) {
  try {
    const response = await work(webRequest(incoming, outgoing));
    await send(response, outgoing);
  } catch (error) {
    if (!outgoing.destroyed) logger.error({ err: error, path: incoming.url?.split("?")[0] }, "answer failed");
    outgoing.destroy();
  }
}

/** Answers what does not need Next.js, on its port; false when the request is for Next.js. */
export function leanListener(incoming: IncomingMessage, outgoing: ServerResponse): boolean {
  const [path = "/"] = (incoming.url ?? "/").split("?");
  const api = matchApi(incoming.method ?? "GET", path);
  if (api) {
    void serve(incoming, outgoing, (request) => answerApi(request, api));
    return true;
  }
  const match = matchMlflow(incoming.method ?? "GET", path);
  if (!match) return false;
  void serve(incoming, outgoing, (request) =>
    hasDots(path) ? Promise.resolve(refuseDots()) : answerMlflow(request, match),
  );
  return true;
}
