import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";

/** A process as it is now: its command, and an identity that a later process with the same number does not share. */
export type ProcessFacts = { pid: number; command: string; identity: string };

function linuxFacts(pid: number): ProcessFacts | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return null;
  }
  const end = stat.lastIndexOf(")");
  const fields = stat.slice(end + 2).split(" ");
  // A killed orphan can stay a zombie for ever where nobody reaps it; kill(pid, 0) still succeeds on it.
  if (fields[0] === "Z" || fields[0] === "X") return null;
  return { pid, command: stat.slice(stat.indexOf("(") + 1, end), identity: `${pid}:${fields[19]}` };
}

function psFacts(pid: number): ProcessFacts | null {
  try {
    const line = execFileSync("ps", ["-o", "stat=,lstart=,comm=", "-p", String(pid)], { encoding: "utf8" }).trim();
    const match = /^(\S+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(.*)$/.exec(line);
    if (!match || match[1]?.startsWith("Z")) return null;
    return { pid, command: match[3] ?? "", identity: `${pid}:${match[2]}` };
  } catch {
    return null;
  }
}

function windowsFacts(pid: number): ProcessFacts | null {
  try {
    const line = execFileSync("tasklist", ["/FI", `PID eq ${pid}`, "/FO", "CSV", "/NH"], { encoding: "utf8" });
    const command = /^"([^"]+)"/.exec(line.trim())?.[1];
    return command ? { pid, command, identity: `${pid}:${command}` } : null;
  } catch {
    return null;
  }
}

/** Facts of a living process; null when it is gone or only a zombie. */
export function processFacts(pid: number): ProcessFacts | null {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  if (process.platform === "linux") return linuxFacts(pid);
  return process.platform === "win32" ? windowsFacts(pid) : psFacts(pid);
}

/** Whether the very process that `identity` was taken from still lives. */
export function isAlive(identity: string): boolean {
  return processFacts(Number.parseInt(identity, 10))?.identity === identity;
}

/** Identity of this process. */
export function ownIdentity(): string {
  return processFacts(process.pid)?.identity ?? `${process.pid}:unknown`;
}

/** Whether a server process of the cluster in `data` still runs, its parent perhaps killed. Known on Linux only. */
export function hasBackends(data: string): boolean {
  if (process.platform !== "linux") return false;
  const folder = realpathSync(data);
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .some((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === folder && processFacts(Number(pid)) !== null;
      } catch {
        return false;
      }
    });
}
