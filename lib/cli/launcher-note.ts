import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { withFolderLock } from "@/db/embedded-lock";
import { isAlive, ownIdentity } from "@/db/embedded-processes";
import { CliError } from "./exit";
import { dataFolder, inData } from "./folders";

type Note = { identity: string; address: string };

const file = () => inData("launcher.json");

function read(): Note | null {
  try {
    return JSON.parse(readFileSync(file(), "utf8")) as Note;
  } catch {
    return null;
  }
}

/** The launcher that serves from this folder now, if any. */
export function findLauncher(): { pid: number; address: string } | null {
  const note = read();
  if (!note || !isAlive(note.identity)) return null;
  return { pid: Number.parseInt(note.identity, 10), address: note.address };
}

/** Claims the folder for this launcher; a second one is told where the first serves. The note of a dead one is taken over. */
export async function claimFolder(address: string): Promise<() => void> {
  return withFolderLock(dataFolder(), async () => {
    const other = findLauncher();
    if (other) {
      throw new CliError(
        `Countersign already runs from this folder: ${other.address} (process ${other.pid}).\n` +
          `Stop it with Ctrl-C in its window or \`kill ${other.pid}\`, or start a second one with its own COUNTERSIGN_DATA_DIR and PORT.`,
      );
    }
    writeFileSync(file(), JSON.stringify({ identity: ownIdentity(), address } satisfies Note), { mode: 0o644 });
    return () => rmSync(file(), { force: true });
  });
}
