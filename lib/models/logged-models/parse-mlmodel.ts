import { parseDocument } from "yaml";
import type { Signature } from "@/db/schema/experiments";
import type { ModelManifest } from "@/db/schema/logged-models";
import { parseSignature } from "@/lib/experiments/signature";

/** Largest MLmodel that is read. */
export const mostBytes = 1024 * 1024;
/** Writers repeat a shared list by reference; far more references than that are made to blow up. */
const mostReferences = 50;
const mostFlavors = 50;
const mostFields = 100;
const longestText = 1_000;
const deepest = 100;

export type MlmodelReading = { manifest: ModelManifest; signature: Signature | null; signatureProblem: string | null };

const empty: ModelManifest = {
  flavors: {},
  mlflowVersion: null,
  modelUuid: null,
  sizeBytes: null,
  createdAt: null,
  problem: null,
};
const broken = (problem: string): MlmodelReading => ({
  manifest: { ...empty, problem },
  signature: null,
  signatureProblem: problem,
});

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | null =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value).slice(0, longestText)
    : null;
const ownEntries = (value: unknown, most: number) => (isFields(value) ? Object.entries(value).slice(0, most) : []);

/** Scalars of a flavor, as text: version of the library, name of the class, format of the file. */
const flavorOf = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    ownEntries(value, mostFields).flatMap(([key, item]) => {
      const text = textOf(item);
      return text === null ? [] : [[key.slice(0, 250), text]];
    }),
  );

/** Brackets open inside each other: a reader that follows them would run out of stack. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const char of text) {
    if (char === "[" || char === "{") depth++;
    else if (char === "]" || char === "}") depth--;
    if (depth > deepest) return true;
  }
  return /^( {2}| -){101}/m.test(text);
}

function read(text: string): unknown {
  if (text.length > mostBytes) throw new Error("has more than 1 MB");
  if (isTooDeep(text)) throw new Error("is nested too deeply");
  const document = parseDocument(text, { schema: "core", uniqueKeys: true, prettyErrors: false, logLevel: "silent" });
  const [error] = document.errors;
  if (error) throw new Error(`is not YAML: ${error.message.slice(0, 200)}`);
  return document.toJS({ maxAliasCount: mostReferences });
}

/**
 * Reads an MLmodel file: flavors, size and signature. It is data from outside: tags are not followed, references are few, and
 * what cannot be read is a problem on record, never a refused upload.
 */
export function parseMlmodel(text: string): MlmodelReading {
  let value: unknown;
  try {
    value = read(text);
  } catch (error) {
    return broken(`MLmodel ${error instanceof Error ? error.message.slice(0, 300) : "cannot be read"}`);
  }
  if (!isFields(value)) return broken("MLmodel is not a mapping of fields");
  const size = value.model_size_bytes;
  const { signature, problem } = parseSignature(value.signature);
  return {
    manifest: {
      flavors: Object.fromEntries(
        ownEntries(value.flavors, mostFlavors).map(([name, flavor]) => [name.slice(0, 250), flavorOf(flavor)]),
      ),
      mlflowVersion: textOf(value.mlflow_version),
      modelUuid: textOf(value.model_uuid),
      sizeBytes: typeof size === "number" && Number.isSafeInteger(size) && size >= 0 ? size : null,
      createdAt: textOf(value.utc_time_created),
      problem: null,
    },
    signature,
    signatureProblem: problem,
  };
}

const mostRequirements = 2_000;

/** Lines of a requirements.txt that name a package; options and comments are left out. */
export const parseRequirements = (text: string): string[] =>
  text
    .slice(0, mostBytes)
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, "").trim())
    .filter((line) => line !== "" && !line.startsWith("-"))
    .slice(0, mostRequirements)
    .map((line) => line.slice(0, 500));

/** A package and, when it is pinned, its version: "scikit-learn==1.5.0" and "mlflow". */
export function requirementOf(line: string): { name: string; version: string | null } | null {
  const name = /^[A-Za-z0-9][A-Za-z0-9._-]*(?=$|[\s[=<>!~;@])/.exec(line)?.[0];
  const version = /===?\s*([A-Za-z0-9.!+_-]+)\s*(?:;.*)?$/.exec(line)?.[1];
  return name ? { name, version: version ?? null } : null;
}
