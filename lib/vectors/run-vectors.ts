import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runStatVector } from "@/lib/stats/vector-runner";
import { jcsVectors } from "./jcs-vectors";
import { merkleVectors } from "./merkle-vectors";
import { reported, type VectorReader, type VectorReport } from "./vector-report";

const notVectors = (why: string): VectorReport => ({ kind: "not_vectors", why });

/** Statistics computed with scipy and scikit-learn: `{name, tolerance, cases: [{name, input, expected}]}`. */
const statVectors: VectorReader = (file, text) => {
  if (!file.endsWith(".json")) return null;
  const json: unknown = JSON.parse(text());
  if (typeof json !== "object" || json === null || !("cases" in json)) return null;
  const { name, passed, failed, misses } = runStatVector(json);
  const lines = misses.map(
    (m) => `${m.case}, ${m.field}: got ${JSON.stringify(m.actual)}, expected ${JSON.stringify(m.expected)}`,
  );
  return reported(`statistics ${name}`, passed + failed, lines);
};

const readers: readonly VectorReader[] = [jcsVectors, merkleVectors, statVectors];

/** Runs one file through the library's own functions. A damaged vector file is a miss, never left out. */
export function runVectorFile(file: string): VectorReport {
  const content = readFileSync(file, "utf8");
  try {
    for (const read of readers) {
      const report = read(file, () => content);
      if (report) return report;
    }
  } catch (error) {
    return reported("unreadable", 1, [error instanceof Error ? error.message : String(error)]);
  }
  if (/"\$schema"\s*:/.test(content)) return notVectors("a JSON schema");
  return notVectors(file.endsWith(".json") ? "no known vector format" : "not JSON");
}

/** Every file below a folder, in a stable order. */
export function* filesBelow(folder: string): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}
