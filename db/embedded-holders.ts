import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive, ownIdentity } from "./embedded-processes";

/*
 * Who uses the embedded server: one small file per process. A command that attached to a running server must not lose it
 * when its starter leaves, and a server must not outlive its last user.
 */
const held = (folder: string) => join(folder, "holders");
let uses = 0;

/** Notes that this process uses the server. */
export function hold(folder: string): void {
  mkdirSync(held(folder), { recursive: true });
  writeFileSync(join(held(folder), String(process.pid)), ownIdentity());
  uses++;
}

/** Takes the note back, once every use in this process has ended. */
export function release(folder: string): void {
  uses--;
  if (uses <= 0) rmSync(join(held(folder), String(process.pid)), { force: true });
}

/** Whether any living process still uses the server; notes of dead ones are swept. */
export function hasOtherHolders(folder: string): boolean {
  let others = false;
  for (const name of readdirSync(held(folder))) {
    const file = join(held(folder), name);
    if (isAlive(readFileSync(file, "utf8"))) others = true;
    else rmSync(file, { force: true });
  }
  return others;
}
