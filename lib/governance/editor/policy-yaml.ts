import { type Document, isAlias, isMap, isScalar, LineCounter, parseDocument, stringify, visit } from "yaml";
import { type Policy, policySchema } from "../policy";
import { explainIssue } from "./explain-issue";
import { alternativeFor, policyNode, type SchemaNode, withoutNull } from "./schema-node";
import { type Path, unknownKeys } from "./unknown-keys";

/** A policy with 200 gates and a comment on each has about half of this. */
export const maxSourceLength = 100_000;
const maxDepth = 20;
const maxProblems = 200;

/** One thing that is wrong, and where: offsets into the text, line and column counted from one. */
export type Problem = { path: Path; message: string; from: number; to: number; line: number; column: number };

export type ParsedPolicy = {
  /** The policy, when nothing is wrong. */
  policy: Policy | null;
  /** What the text says, right or wrong; null when it is not YAML. */
  value: unknown;
  problems: readonly Problem[];
};

type Found = Pick<Problem, "path" | "message"> & { range: readonly [number, number] };

/** Keeps a nesting bomb from reaching the parser, whose recursion it would exhaust. */
function tooDeep(source: string): boolean {
  let depth = 0;
  for (const character of source) {
    if (character === "[" || character === "{") depth += 1;
    if (character === "]" || character === "}") depth -= 1;
    if (depth > maxDepth) return true;
  }
  return /^(?:[ \t]*[-?][ \t]+){21}/m.test(source) || /^ {200}/m.test(source);
}

const firstLine = (message: string) => (message.split("\n")[0] ?? message).replace(/ at line \d+, column \d+:?$/, "");

const aliasMessage =
  "References (*name) are not read: a policy is judged by what it says, so write the value out where it applies";

function syntaxProblems(document: Document.Parsed): Found[] {
  const found: Found[] = [...document.errors, ...document.warnings].map((error) => ({
    path: [],
    message: firstLine(error.message),
    range: [error.pos[0], error.pos[1]],
  }));
  visit(document, {
    Alias: (_key, node) => {
      found.push({ path: [], message: aliasMessage, range: [node.range?.[0] ?? 0, node.range?.[1] ?? 0] });
    },
  });
  return found;
}

/** Where in the text a field stands: its key and value, or for a missing field the thing that lacks it. */
export function rangeOf(document: Document.Parsed, path: Path): readonly [number, number] {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isScalar(item.key) && String(item.key.value) === String(last));
      const key = pair && isScalar(pair.key) ? pair.key.range : null;
      const value = pair?.value as { range?: readonly number[] | null } | null | undefined;
      // A whole block of lines underlined says less than its name.
      const end = isScalar(pair?.value) ? value?.range?.[1] : key?.[1];
      if (key) return [key[0], end ?? key[1]];
    }
    const node = document.getIn(path.slice(0, length), true) as { range?: readonly number[] | null } | undefined;
    if (node?.range && !isAlias(node)) {
      const [from = 0, to = 0] = node.range;
      return [from, isScalar(node) ? to : Math.min(to, from + 1)];
    }
  }
  return [0, 1];
}

/** Reads a policy from YAML: every problem with its line, unknown keys among them; nothing is guessed or dropped. */
export function parsePolicyYaml(source: string): ParsedPolicy {
  if (source.length > maxSourceLength) {
    const message = `The text has ${source.length.toLocaleString("en-US")} characters; a policy may have ${maxSourceLength.toLocaleString("en-US")}. Nothing of it was read`;
    return { policy: null, value: null, problems: [{ path: [], message, from: 0, to: 1, line: 1, column: 1 }] };
  }
  const lines = new LineCounter();
  const place = ({ path, message, range: [from, to] }: Found): Problem => {
    const { line, col } = lines.linePos(Math.min(from, source.length));
    return { path, message, from, to: Math.max(to, from), line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  if (tooDeep(source)) {
    const message = `The text is nested more than ${maxDepth} deep; a policy needs four levels`;
    return { policy: null, value: null, problems: [{ path: [], message, from: 0, to: 1, line: 1, column: 1 }] };
  }
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, version: "1.2", strict: true });
  const broken = syntaxProblems(document);
  if (broken.length > 0) return { policy: null, value: null, problems: broken.slice(0, maxProblems).map(place) };
  const value: unknown = document.toJS({ maxAliasCount: 0 });
  const unknown = unknownKeys(value).map(({ path, key, suggestion, known }): Found => {
    const hint = suggestion ? `did you mean "${suggestion}"?` : `known here: ${known.join(", ")}`;
    return { path, message: `"${key}" is not a field of a policy here; ${hint}`, range: rangeOf(document, path) };
  });
  const parsed = policySchema.safeParse(value);
  const wrong = (parsed.error?.issues ?? []).map((issue): Found => {
    const path = issue.path.map((key) => (typeof key === "symbol" ? String(key) : key));
    return { path, message: explainIssue(issue, value), range: rangeOf(document, path) };
  });
  const problems = [...unknown, ...wrong]
    .slice(0, maxProblems)
    .map(place)
    .sort((a, b) => a.from - b.from);
  return { policy: problems.length === 0 ? (parsed.data ?? null) : null, value, problems };
}

const first = ["id", "kind", "title", "severity"];

/** A value without the fields that hold what the schema gives them anyway. */
function lean(value: unknown, node: SchemaNode): unknown {
  const shape = alternativeFor(withoutNull(node).node, value);
  if (Array.isArray(value)) return value.map((entry) => lean(entry, shape?.items ?? {}));
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(
    ([key, entry]) => JSON.stringify(entry) !== JSON.stringify(shape?.properties?.[key]?.default),
  );
  const rank = (key: string) => (first.includes(key) && "kind" in value ? first.indexOf(key) : first.length);
  return Object.fromEntries(
    kept
      .sort(([a], [b]) => rank(a) - rank(b))
      .map(([key, entry]) => [key, lean(entry, shape?.properties?.[key] ?? {})]),
  );
}

/** A policy as YAML, without what the schema gives by itself. */
export function policyToYaml(policy: Policy): string {
  const { format, name, description, tiers, models, environments, approval, gates } = policy;
  const body = lean({ format, name, description, tiers, models, environments, approval, gates }, policyNode);
  return stringify(body, { lineWidth: 110, aliasDuplicateObjects: false });
}
