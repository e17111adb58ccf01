import type { z } from "zod";
import { gateKindsOfSchema } from "./schema-node";
import { nearest } from "./unknown-keys";

const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

const typeWords: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list, one entry a line with a dash before it",
  object: "fields below it",
};

/** What is wrong with a field and how to put it right, in words for whoever writes the YAML. */
export function explainIssue(issue: z.core.$ZodIssue, whole: unknown): string {
  const field = String(issue.path.at(-1) ?? "policy");
  const value = at(whole, issue.path);
  if (issue.code === "invalid_union" && field === "kind") {
    const meant = typeof value === "string" ? nearest(value, gateKindsOfSchema) : null;
    const hint = meant ? `did you mean ${meant}?` : `one of ${gateKindsOfSchema.join(", ")}`;
    return value === undefined ? `kind is missing: ${hint}` : `${shown(value)} is not a kind of gate; ${hint}`;
  }
  if (issue.code === "invalid_type") {
    const wanted = typeWords[issue.expected] ?? issue.expected;
    return value === undefined
      ? `${field} is missing: ${wanted} is needed`
      : `${field} is ${shown(value)}; it has to be ${wanted}`;
  }
  if (issue.code === "invalid_value") {
    const options = issue.values.map(String);
    const meant = typeof value === "string" ? nearest(value, options) : null;
    const hint = meant && options.length > 1 ? `did you mean ${meant}?` : `one of ${options.join(", ")}`;
    return value === undefined ? `${field} is missing: ${hint}` : `${field} is ${shown(value)}; ${hint}`;
  }
  if (issue.code === "too_small" || issue.code === "too_big") {
    const isLow = issue.code === "too_small";
    const bound = issue.code === "too_small" ? issue.minimum : issue.maximum;
    if (/^Too (small|big)/.test(issue.message)) {
      const unit = issue.origin === "string" ? " characters" : issue.origin === "array" ? " entries" : "";
      const words = issue.inclusive === false ? (isLow ? "more than" : "less than") : isLow ? "at least" : "at most";
      return `${field} has to be ${words} ${bound}${unit}`;
    }
  }
  return issue.message;
}
