// Runs the web server given as argument and ends with the launcher, even when that is killed and cannot say so.
import { pathToFileURL } from "node:url";

process.once("disconnect", () => {
  process.kill(process.pid, "SIGTERM");
  setTimeout(() => process.exit(1), 5_000).unref();
});

const [, , server, ...rest] = process.argv;
process.argv = [process.argv[0], server, ...rest];
await import(pathToFileURL(server).href);
