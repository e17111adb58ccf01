import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export type Receiver = {
  url: string;
  received: { headers: IncomingHttpHeaders; body: string }[];
  /** Status code of every answer from now on. */
  answer: number;
  close: () => void;
};

/** A real HTTP server on this machine that keeps what it is sent. */
export async function startReceiver(): Promise<Receiver> {
  const receiver: Receiver = { url: "", received: [], answer: 204, close: () => server.closeAllConnections() };
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    receiver.received.push({ headers: request.headers, body });
    response.writeHead(receiver.answer).end("not to be kept");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return receiver;
}
