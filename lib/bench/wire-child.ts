import { createServer } from "node:http";
import { leanListener } from "@/lib/lean-server";

/** The lean server by itself, for benches: what it leaves to Next.js is not measured. */
const server = createServer((incoming, outgoing) => {
  if (!leanListener(incoming, outgoing)) outgoing.writeHead(404).end();
});
server.listen(Number(process.env.PORT), "127.0.0.1");
process.once("SIGTERM", () => process.exit(0));
