import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive, ownIdentity } from "./embedded-processes";

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

function tryLock(file: string): string | null {
  try {
    writeFileSync(file, ownIdentity(), { flag: "wx" });
    return null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    try {
      return readFileSync(file, "utf8");
    } catch {
      return "";
    }
  }
}

/** Removes the lock of a dead process, unless another process took it over in between. */
function takeAway(file: string, seen: string): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    if (readFileSync(aside, "utf8") !== seen) linkSync(aside, file);
  } catch {
    // Somebody else was faster.
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Lets one process at a time start or stop the server of `folder`; the lock of a dead process is taken over. */
export async function withFolderLock<T>(folder: string, work: () => Promise<T>, timeoutMs = 180_000): Promise<T> {
  const file = join(folder, "lock");
  const started = Date.now();
  let emptySince = 0;
  for (;;) {
    const holder = tryLock(file);
    if (holder === null) break;
    // Empty: its owner is between creating and writing it, unless it died there.
    emptySince = holder === "" ? emptySince || Date.now() : 0;
    if ((holder !== "" && !isAlive(holder)) || (emptySince && Date.now() - emptySince > 2_000)) takeAway(file, holder);
    else if (Date.now() - started > timeoutMs)
      throw new Error(
        `Process ${Number.parseInt(holder, 10)} has been starting or stopping the database in ${folder} for ${timeoutMs / 1000} s.`,
      );
    else await sleep(50);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
