import type { z } from "zod";

const typeNames: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  object: "an object",
  record: "an object",
  array: "a list",
  boolean: "true or false",
  tuple: "a pair of numbers",
};

function describeValue(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  return `${typeNames[typeof value] ?? typeof value} (${String(value).slice(0, 40)})`;
}

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined),
    input,
  );

/** One sentence about a zod issue that names what was found and what is expected; the field is a dotted path. */
export function explainIssue(issue: z.core.$ZodIssue, input: unknown): { field: string; message: string } {
  if (issue.code === "invalid_union") {
    const branches = issue.errors.filter((branch) => branch.length > 0);
    const deepest = branches.toSorted((a, b) => (b[0]?.path.length ?? 0) - (a[0]?.path.length ?? 0))[0]?.[0];
    if (deepest && deepest.path.length > 0)
      return explainIssue(
        {
          ...deepest,
          path: [...issue.path, ...deepest.path],
        } as z.core.$ZodIssue,
        input,
      );
  }
  const field = issue.path.map(String).join(".");
  const found = valueAt(input, issue.path);
  if (found === undefined && (issue.code === "invalid_type" || issue.code === "invalid_union"))
    return { field, message: "is missing" };
  if (issue.code === "invalid_type")
    return {
      field,
      message: `must be ${typeNames[issue.expected] ?? issue.expected}, but is ${describeValue(found)}`,
    };
  if (issue.code === "invalid_union")
    return {
      field,
      message:
        issue.message === "Invalid input"
          ? `has a type that does not fit: it is ${describeValue(found)}`
          : issue.message,
    };
  if (issue.code === "invalid_value")
    return {
      field,
      message: `must be one of ${issue.values.map(String).join(", ")}, but is ${describeValue(found)}`,
    };
  return { field, message: issue.message };
}
