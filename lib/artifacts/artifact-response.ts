import "server-only";
import { Readable } from "node:stream";
import type { FoundArtifact } from "./artifact-queries";
import { namesTag, rangeHolds, readRange } from "./byte-range";

/** Types that no browser runs or renders. Everything else, pages and drawings above all, is text or bytes. */
const types: Record<string, string> = {
  json: "application/json",
  csv: "text/csv",
  tsv: "text/tab-separated-values",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  pdf: "application/pdf",
  gz: "application/gzip",
  zip: "application/zip",
};
const textual = new Set(
  "txt log md rst yaml yml toml ini cfg conf py r sql sh js ts css html htm xml svg xhtml properties".split(" "),
);
/** Files without an ending that clients write as text. */
const textNames = new Set(["MLmodel", "MLproject", "Dockerfile", "README", "LICENSE"]);

/** Content type of a file by its name; never one that a browser would execute. */
export function contentTypeOf(path: string): string {
  const name = path.split("/").at(-1) ?? "";
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  if (textNames.has(name) || textual.has(ending)) return "text/plain; charset=utf-8";
  return types[ending] ?? "application/octet-stream";
}

/** `attachment` with the name as ASCII for old readers and whole for the others. */
export function attachment(path: string): string {
  const name = path.split("/").at(-1) ?? "artifact";
  const ascii = name.replace(/[^\x20-\x7e]|["\\]/g, "_");
  const whole = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${whole}`;
}

const webStream = (body: Readable) => Readable.toWeb(body) as ReadableStream<Uint8Array>;

/**
 * A download of an artifact, streamed: whole, or the one range of bytes that was asked for, so that a transfer which broke off can go
 * on. Whatever it contains, it is saved and not shown.
 */
export async function artifactResponse(request: Request, artifact: FoundArtifact): Promise<Response> {
  const { path, sizeBytes, sha256, open } = artifact;
  const etag = `"sha256:${sha256}"`;
  const headers = { etag, "accept-ranges": "bytes", "cache-control": "private, no-store" };
  const asked = request.headers;
  if (namesTag(asked.get("if-none-match"), etag)) return new Response(null, { status: 304, headers });
  const isPart = request.method === "GET" && rangeHolds(asked.get("if-range"), etag);
  const range = isPart ? readRange(asked.get("range"), sizeBytes) : null;
  if (range === "unsatisfiable")
    return new Response(null, { status: 416, headers: { ...headers, "content-range": `bytes */${sizeBytes}` } });
  const file = {
    ...headers,
    "content-type": contentTypeOf(path),
    "content-disposition": attachment(path),
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
  };
  if (range === null)
    return new Response(webStream(await open()), { headers: { ...file, "content-length": String(sizeBytes) } });
  const { start, end } = range;
  const part = { "content-length": String(end - start + 1), "content-range": `bytes ${start}-${end}/${sizeBytes}` };
  return new Response(webStream(await open(range)), { status: 206, headers: { ...file, ...part } });
}
