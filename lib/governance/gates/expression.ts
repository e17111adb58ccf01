import type { ASTNode, ParseResult } from "@marcbachmann/cel-js";
import { z } from "zod";
import { allowedCalls, expressionEnvironment, loops } from "./expression-environment";

/** What is wrong with an expression and where: offsets into its text, `end` behind the last character. */
export type ExpressionProblem = { message: string; start: number; end: number };

export type Expression = {
  evaluate: ParseResult;
  /** How deep loops stand inside each other; 0 = none. */
  depth: number;
  /** Overall metrics it reads, by name. */
  metrics: string[];
};

export const longestExpression = 2000;
type Node = { op: string; args: unknown; start: number; end: number };

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "op" in value;
const childrenOf = (value: unknown): Node[] =>
  isNode(value) ? [value] : Array.isArray(value) ? value.flatMap(childrenOf) : [];

/** The name of a call or method, null for another node. */
const callOf = ({ op, args }: Node): string | null =>
  (op === "call" || op === "rcall") && Array.isArray(args) ? String(args[0]) : null;

function refuse(node: Node): string | null {
  const call = callOf(node);
  if (call !== null && !allowedCalls.has(call))
    return `${call}() is not part of this language; ${[...allowedCalls].join(", ")} are`;
  if (node.op === "/" || node.op === "%") return "Divide with ratio(a, b): it is an error when b is 0";
  const receiver = call === "all" && Array.isArray(node.args) ? node.args[1] : null;
  if (isNode(receiver) && callOf(receiver) === "filter")
    return 'all() on a filtered list is true when nothing is left; ask slices_by["name"] instead, which is an error when it is missing';
  return null;
}

const deepest = 2;

function walk(node: Node, depth: number, found: { depth: number; metrics: Set<string> }): ExpressionProblem | null {
  const why = refuse(node);
  if (why) return { message: why, start: node.start, end: node.end };
  const call = callOf(node);
  const inside = call !== null && loops.has(call) ? depth + 1 : depth;
  if (inside > deepest)
    return { message: `At most ${deepest} loops may stand inside each other`, start: node.start, end: node.end };
  found.depth = Math.max(found.depth, inside);
  const metric = metricRead(node);
  if (metric) found.metrics.add(metric);
  for (const child of childrenOf(node.args)) {
    const problem = walk(child, inside, found);
    if (problem) return problem;
  }
  return null;
}

/** "roc_auc" of `candidate.metrics["roc_auc"]` and `candidate.metrics.roc_auc`. */
function metricRead({ op, args }: Node): string | null {
  if (!Array.isArray(args) || (op !== "." && op !== "[]")) return null;
  const [from, key] = args as [unknown, unknown];
  if (!isNode(from) || from.op !== "." || !Array.isArray(from.args) || from.args[1] !== "metrics") return null;
  const of = from.args[0];
  if (!isNode(of) || of.op !== "id" || of.args !== "candidate") return null;
  if (op === ".") return String(key);
  return isNode(key) && key.op === "value" && typeof key.args === "string" ? key.args : null;
}

function problemOf(error: unknown, text: string): ExpressionProblem {
  const whole = { start: 0, end: text.length };
  if (typeof error !== "object" || error === null) return { message: "It cannot be read", ...whole };
  const { summary, range } = error as { summary?: string; range?: { start: number; end: number } };
  return { message: summary ?? "It cannot be read", ...(range ? { start: range.start, end: range.end } : whole) };
}

type Reading = { ok: true; expression: Expression } | { ok: false; problem: ExpressionProblem };

function read(text: string): Reading {
  const refused = (problem: ExpressionProblem): Reading => ({ ok: false, problem });
  if (text.length > longestExpression)
    return refused({ message: `At most ${longestExpression} characters`, start: longestExpression, end: text.length });
  try {
    const parsed = expressionEnvironment.parse(text);
    const found = { depth: 0, metrics: new Set<string>() };
    const problem = walk(parsed.ast satisfies ASTNode, 0, found);
    if (problem) return refused(problem);
    const checked = parsed.check();
    if (!checked.valid) return refused(problemOf(checked.error, text));
    if (checked.type !== "bool")
      return refused({ message: `It has to be true or false; this is a ${checked.type}`, start: 0, end: text.length });
    return { ok: true, expression: { evaluate: parsed, depth: found.depth, metrics: [...found.metrics].sort() } };
  } catch (error) {
    return refused(problemOf(error, text));
  }
}

const kept = 200;
const known = new Map<string, Reading>();

/** Parses and type-checks an expression against the evidence; equal texts are read once. */
export function readExpression(text: string): Reading {
  const before = known.get(text);
  if (before) return before;
  const reading = read(text);
  if (known.size >= kept) known.clear();
  known.set(text, reading);
  return reading;
}

/** "line 2, column 7" of an offset into a text. */
export function positionText(text: string, offset: number): string {
  const lines = text.slice(0, offset).split("\n");
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}

/** The text of an expression in a policy: refused with what is wrong and where. */
export const expressionText = z
  .string()
  .trim()
  .min(1)
  .superRefine((text, issue) => {
    const reading = readExpression(text);
    if (reading.ok) return;
    const { message, start, end } = reading.problem;
    issue.addIssue({
      code: "custom",
      message: `${positionText(text, start)}: ${message}`,
      params: { start, end },
    });
  });
