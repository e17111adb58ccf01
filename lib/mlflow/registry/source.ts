/** Where a model version's files are, as far as this installation knows the place. */
export type Source =
  | { kind: "logged_model"; modelId: string }
  | { kind: "version"; name: string; version: string | null; alias: string | null }
  | { kind: "run"; runId: string; path: string }
  /** A path below the artifact address. */
  | { kind: "artifact"; path: string }
  | { kind: "elsewhere"; scheme: string };
export type SourceReading = { ok: true; source: Source } | { ok: false; message: string };

const longest = 2_048;
const mostRounds = 8;
/** Schemes of stores outside; whatever else is asked for is refused. */
const outside = new Set([
  "abfs",
  "abfss",
  "dbfs",
  "ftp",
  "gs",
  "hdfs",
  "http",
  "https",
  "oci",
  "r2",
  "s3",
  "s3a",
  "sftp",
  "uc",
  "viewfs",
  "wasb",
  "wasbs",
]);

const shown = (source: string) => source.slice(0, 500);
const refuse = (message: string): SourceReading => ({ ok: false, message });
const relative = (source: string) =>
  refuse(
    `Invalid model version source: '${shown(source)}'. If supplying a source as an http, https, local file path, ftp, objectstore, or mlflow-artifacts uri, an absolute path must be provided without relative path references present. Please provide an absolute path.`,
  );
const local = (source: string) =>
  refuse(
    `Invalid model version source: '${shown(source)}'. To use a local path as a model version source, the run_id request parameter has to be specified and the local path has to be contained within the artifact directory of the run specified by the run_id.`,
  );
const invalid = (source: string, why: string) => refuse(`Invalid model version source: '${shown(source)}'. ${why}`);

/** Decoded until nothing is left to decode; null when that does not end, or cannot be done. */
function unquoted(source: string): string | null {
  let text = source;
  for (let round = 0; round < mostRounds; round++) {
    let next: string;
    try {
      next = decodeURIComponent(text.replaceAll("+", " "));
    } catch {
      return null;
    }
    if (next === text) return text;
    text = next;
  }
  return null;
}

/** Whether any reading of a source leaves its folder or ends early. */
function isUnsafe(source: string): boolean {
  const text = unquoted(source);
  if (text === null) return true;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return /[\u0000-\u001f\u007f\\]/.test(text) || text.split(/[/?#]/).some((part) => part === ".." || part === ".");
}

const isLocal = (source: string) => /^(file:|\/|~|\.|[a-zA-Z]:[\\/])/.test(source) || !source.includes(":");
const segments = (path: string) => path.split("/").filter((part) => part !== "");

function readModels(source: string, path: string): SourceReading {
  const [name = "", version, ...more] = segments(path);
  if (/^m-[0-9a-f]{32}$/.test(name) && version === undefined)
    return { ok: true, source: { kind: "logged_model", modelId: name } };
  const at = name.indexOf("@");
  if (at > 0 && version === undefined)
    return { ok: true, source: { kind: "version", name: name.slice(0, at), version: null, alias: name.slice(at + 1) } };
  if (name !== "" && version !== undefined && /^[1-9]\d{0,8}$/.test(version) && more.length === 0)
    return { ok: true, source: { kind: "version", name, version, alias: null } };
  return invalid(
    source,
    "A models:/ source names a logged model (models:/m-…), a version (models:/name/3) or an alias (models:/name@alias).",
  );
}

const proxy = /\/api\/2\.0\/mlflow-artifacts\/artifacts\/(?<path>.+)$/;

/**
 * Reads the source of a model version. Local paths, paths that leave their folder in any decoding, and schemes that nobody
 * stores models under are refused; what is left names a place, which still has to be the run's or the logged model's own.
 */
export function readSource(source: string): SourceReading {
  if (source.length > longest) return invalid(source, `It has more than ${longest} characters.`);
  if (isLocal(source)) return local(source);
  if (isUnsafe(source)) return relative(source);
  const found = /^(?<scheme>[a-zA-Z][a-zA-Z0-9+.-]*):(?:\/\/(?<host>[^/?#]*))?(?<path>[^?#]*)$/.exec(source)?.groups;
  const scheme = found?.scheme?.toLowerCase();
  if (!scheme) return invalid(source, "It is not an address such as runs:/RUN_ID/model, without query and fragment.");
  const { host = "", path = "" } = found ?? {};
  if ((scheme === "models" || scheme === "runs") && host !== "")
    return invalid(source, `A ${scheme}:/ source must be of this server.`);
  if (scheme === "models") return readModels(source, path);
  if (scheme === "runs") {
    const [runId, ...rest] = segments(path);
    if (runId === undefined) return invalid(source, "It names no run.");
    return { ok: true, source: { kind: "run", runId, path: rest.join("/") } };
  }
  if (scheme === "mlflow-artifacts")
    return { ok: true, source: { kind: "artifact", path: segments(unquoted(path) ?? "").join("/") } };
  if (!outside.has(scheme)) return invalid(source, `The scheme ${scheme} is not supported.`);
  const proxied = scheme.startsWith("http") ? proxy.exec(path)?.groups?.path : undefined;
  if (proxied !== undefined) return { ok: true, source: { kind: "artifact", path: segments(proxied).join("/") } };
  return { ok: true, source: { kind: "elsewhere", scheme } };
}
