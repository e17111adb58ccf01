import { v7 } from "uuid";

/** A new UUIDv7 in hex without dashes: sorts by creation time. `at` fixes its time part, e.g. for the demo's clock. */
export function newIdAt(at: Date): string {
  return v7({ msecs: at.getTime() }).replaceAll("-", "");
}
