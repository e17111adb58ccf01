import "server-only";
import { Readable } from "node:stream";
import type { OpenedArtifact } from "./artifact-queries";

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

/** A download of an artifact, streamed; whatever it contains, it is saved and not shown. */
export function artifactResponse({ path, sizeBytes, sha256, body }: OpenedArtifact): Response {
  return new Response(Readable.toWeb(body) as ReadableStream<Uint8Array>, {
    headers: {
      "content-type": contentTypeOf(path),
      "content-length": String(sizeBytes),
      "content-disposition": attachment(path),
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
      "cache-control": "private, no-store",
      etag: `"sha256:${sha256}"`,
    },
  });
}
