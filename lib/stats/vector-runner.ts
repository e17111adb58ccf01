import { z } from "zod";
import { statVectorFunctions } from "./vector-functions";

const vectorFile = z.object({
  name: z.string(),
  tolerance: z.number().nonnegative(),
  cases: z.array(
    z.object({
      name: z.string(),
      input: z.record(z.string(), z.unknown()),
      expected: z.record(z.string(), z.unknown()),
    }),
  ),
});

export type VectorMiss = { case: string; field: string; expected: unknown; actual: unknown };
export type VectorResult = { name: string; passed: number; failed: number; misses: VectorMiss[] };

const near = (expected: number, actual: number, tolerance: number): boolean =>
  Math.abs(expected - actual) <= tolerance * Math.max(Math.abs(expected), Math.abs(actual)) ||
  Math.abs(expected - actual) <= 1e-14;

function compare(expected: unknown, actual: unknown, field: string, name: string, tolerance: number): VectorMiss[] {
  if (typeof expected === "number" && typeof actual === "number") {
    // The definition of ks_2samp allows its exact p a relative 1e-6.
    const allowed = field === "pvalue_exact" ? Math.max(tolerance, 1e-6) : tolerance;
    return near(expected, actual, allowed) ? [] : [{ case: name, field, expected, actual }];
  }
  if (expected !== null && actual !== null && typeof expected === "object" && typeof actual === "object") {
    const wanted = new Map(Object.entries(expected));
    const got = new Map(Object.entries(actual));
    if (Array.isArray(expected) && wanted.size !== got.size) return [{ case: name, field, expected, actual }];
    return [...wanted].flatMap(([key, value]) =>
      compare(value, got.get(key), field ? `${field}.${key}` : key, name, tolerance),
    );
  }
  return Object.is(expected, actual) ? [] : [{ case: name, field, expected, actual }];
}

/**
 * Runs one file of the stats vectors (parsed JSON) through the library's own functions. Every field of every case's expected
 * value is compared, numbers to the file's tolerance (relative). A file in another format or with an unknown name fails.
 */
export function runStatVector(file: unknown): VectorResult {
  const parsed = vectorFile.safeParse(file);
  if (!parsed.success) {
    const miss = {
      case: "file",
      field: parsed.error.issues[0]?.path.join(".") ?? "",
      expected: "a stats vector file",
      actual: parsed.error.issues[0]?.message,
    };
    return { name: "unknown", passed: 0, failed: 1, misses: [miss] };
  }
  const { name, tolerance, cases } = parsed.data;
  const evaluate = statVectorFunctions.get(name);
  if (!evaluate) {
    const known = [...statVectorFunctions.keys()].join(", ");
    return {
      name,
      passed: 0,
      failed: cases.length,
      misses: [{ case: "file", field: "name", expected: `one of ${known}`, actual: name }],
    };
  }
  const misses = cases.map((entry) => {
    const actual = evaluate(entry.input);
    return actual === null
      ? [{ case: entry.name, field: "input", expected: "a readable input", actual: entry.input }]
      : compare(entry.expected, actual, "", entry.name, tolerance);
  });
  const failed = misses.filter((list) => list.length > 0).length;
  return { name, passed: cases.length - failed, failed, misses: misses.flat() };
}
