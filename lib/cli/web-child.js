// The web server: one port, one process. What needs no pages is answered by plain handlers, the rest by Next.js.
// Argument: the server.js of a finished build; none for hot reload.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { maxHeaderSize, refuseUnreadable } from "./refuse-unreadable.js";

const [, , build] = process.argv;
const dir = build ? dirname(build) : join(import.meta.dirname, "../..");
const port = Number(process.env.PORT);
const hostname = process.env.HOSTNAME;
/** Less than the launcher waits before it kills. */
const patienceMs = 4_000;

process.chdir(dir);
// A finished build carries its settings; the file they were read from is not part of it.
if (build) {
  const { config } = JSON.parse(readFileSync(join(dir, ".next/required-server-files.json"), "utf8"));
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(config);
}
const next = createRequire(join(dir, "package.json"))("next");

const server = createServer({ maxHeaderSize }, (incoming, outgoing) => {
  // instrumentation.ts puts it there once the handlers are loaded, which Next.js does before it is prepared.
  if (!globalThis.countersignListener?.(incoming, outgoing)) void handle(incoming, outgoing);
});
server.on("clientError", refuseUnreadable);
// Uploads may take long; idle clients keep their connection between two calls.
server.requestTimeout = 3_600_000;
server.keepAliveTimeout = 75_000;

const app = next({ dev: !build, dir, port, hostname, httpServer: server, turbopack: !build });
const handle = app.getRequestHandler();

let stopping = false;
/** Takes no new connections, lets running answers end, and goes. */
async function stop(code) {
  if (stopping) return;
  stopping = true;
  const closed = new Promise((done) => server.close(done));
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const late = setTimeout(() => server.closeAllConnections(), build ? patienceMs : 0);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
  await app.close().catch(() => {});
  process.exit(code);
}
process.once("SIGTERM", () => stop(143));
process.once("SIGINT", () => stop(130));
// Ends with the launcher, even when that is killed and cannot say so.
process.once("disconnect", () => {
  void stop(143);
  setTimeout(() => process.exit(1), patienceMs + 1_000).unref();
});

await app.prepare();
server.once("error", (error) => {
  console.error(error.message);
  process.exit(1);
});
server.listen(port, hostname);
