import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { maxHeaderSize, refuseUnreadable } from "./cli/refuse-unreadable.js";
import { leanListener } from "./lean-server";

/** The lean server on a port of loopback, as the product runs it; what it leaves to Next.js is answered 418. */
export async function serveLean() {
  const server = createServer({ maxHeaderSize }, (incoming, outgoing) => {
    if (!leanListener(incoming, outgoing)) outgoing.writeHead(418).end();
  });
  server.on("clientError", refuseUnreadable);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { port, address: `http://127.0.0.1:${port}`, close };
}
