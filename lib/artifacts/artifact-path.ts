/** Longest path of a file; what the index of the table holds. */
const longest = 1_000;
/** How often a text is decoded before it counts as an attack. */
const mostRounds = 5;

function fullyDecoded(path: string): string | null {
  let text = path;
  for (let round = 0; round < mostRounds; round++) {
    let next: string;
    try {
      next = decodeURIComponent(text);
    } catch {
      return text;
    }
    if (next === text) return text;
    text = next;
  }
  return null;
}

const control = /\p{Cc}/u;
const absolute = /^(\/|file:|[a-z]:[/\\])/i;

/** Whether no reading of a path, however often decoded, leaves its folder or means another file elsewhere. */
export function isSafePath(path: string): boolean {
  const text = fullyDecoded(path);
  if (text === null || path.length > longest || absolute.test(text)) return false;
  return !/[#\\]/.test(text) && !control.test(text) && !text.split("/").includes("..");
}

/** A safe path as the table keeps it: its segments, without empty ones and dots. */
export const cleanPath = (path: string): string =>
  path
    .split("/")
    .filter((segment) => segment !== "" && segment !== ".")
    .join("/");

/** The folder part of `mlflow-artifacts:/1`; null for a location that is not in this installation's store. */
export function locationPath(location: string): string | null {
  const found = /^mlflow-artifacts:\/{1,3}(?<path>[^?#]*)$/.exec(location)?.groups?.path;
  return found === undefined ? null : cleanPath(found);
}

export type OwnerPath = { base: string; owner: "run" | "model"; ownerId: string; path: string };

const owned =
  /^(?<base>.+?)\/(?:models\/(?<model>m-[0-9a-f]{32})|(?<run>[a-zA-Z0-9][\w-]{0,255}))\/artifacts(?:\/(?<path>.+))?$/;

/** Reads `1/RUN/artifacts/a/b.txt` and `1/models/MODEL/artifacts/MLmodel`; null for what is in nobody's folder. */
export function parseOwnerPath(path: string): OwnerPath | null {
  const groups = owned.exec(path)?.groups;
  if (!groups?.base) return null;
  const { base, model, run = "", path: rest = "" } = groups;
  return { base, owner: model ? "model" : "run", ownerId: model ?? run, path: rest };
}
