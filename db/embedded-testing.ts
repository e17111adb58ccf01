import type { Place } from "./embedded-folder";
import { findPostmaster } from "./embedded-server";

/** Kills the server without a word, as a crash would. */
export function killServer(place: Place): void {
  const pid = findPostmaster(place)?.pid;
  if (!pid) throw new Error(`No server runs in ${place.data}.`);
  process.kill(pid, "SIGKILL");
}
