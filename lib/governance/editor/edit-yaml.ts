import { type Document, isMap, isScalar, isSeq, parseDocument, type YAMLSeq } from "yaml";
import { gateKindLabels } from "../describe-gate";
import { gateNode, type SchemaNode } from "./schema-node";
import type { Path } from "./unknown-keys";

const written = (document: Document): string =>
  document.toString({ lineWidth: 0, indentSeq: true, flowCollectionPadding: false });
const open = (source: string) => parseDocument(source, { version: "1.2" });

/** Puts a value where the form has it; `undefined` takes the field out. Comments that the form did not touch stay. */
export function setField(source: string, path: Path, value: unknown): string {
  const document = open(source);
  if (value === undefined) {
    if (document.hasIn(path)) document.deleteIn(path);
    return written(document);
  }
  for (let depth = 1; depth < path.length; depth++) {
    const above = path.slice(0, depth);
    if (!isMap(document.getIn(above, true)) && !isSeq(document.getIn(above, true)))
      document.setIn(above, document.createNode({}));
  }
  const present = document.getIn(path, true);
  // A scalar keeps its own comment when only its value changes.
  if (isScalar(present) && (value === null || typeof value !== "object")) document.setIn(path, value);
  else document.setIn(path, typeof value === "object" && value !== null ? document.createNode(value) : value);
  return written(document);
}

function gatesOf(document: Document): YAMLSeq {
  const present = document.getIn(["gates"], true);
  if (isSeq(present)) return present;
  document.setIn(["gates"], document.createNode([]));
  return document.getIn(["gates"], true) as YAMLSeq;
}

const idsOf = (gates: YAMLSeq) =>
  gates.items.flatMap((item) => (isMap(item) && typeof item.get("id") === "string" ? [String(item.get("id"))] : []));

function freeId(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  for (let n = 2; ; n++) if (!taken.includes(`${wanted}-${n}`)) return `${wanted}-${n}`;
}

/** What a new gate starts with: the first option where there is one, nothing where only its author knows. */
function startValue(node: SchemaNode): unknown {
  if (node.const !== undefined) return node.const;
  if (node.enum) return node.enum[0];
  if (node.type === "object")
    return Object.fromEntries(
      (node.required ?? []).map((name) => [name, startValue(node.properties?.[name] ?? {})] as const),
    );
  if (node.type === "array") return node.items?.enum ? [...node.items.enum] : [];
  if (node.type === "number" || node.type === "integer") return node.minimum ?? null;
  return node.type === "boolean" ? false : "";
}

/** Adds a gate of a kind at the end: valid where a choice is safe, and otherwise marked until its author has filled it in. */
export function addGate(source: string, kind: string): string {
  const node = gateNode(kind);
  if (!node) return source;
  const document = open(source);
  const gates = gatesOf(document);
  const title = (gateKindLabels as Record<string, string>)[kind] ?? kind;
  const own = { id: freeId(kind.replaceAll("_", "-"), idsOf(gates)), kind, title, severity: "block" };
  const rest = (node.required ?? []).filter((name) => !(name in own));
  const body = { ...own, ...Object.fromEntries(rest.map((name) => [name, startValue(node.properties?.[name] ?? {})])) };
  gates.flow = false;
  gates.add(document.createNode(body));
  return written(document);
}

/** Repeats a gate below itself under an id of its own. */
export function duplicateGate(source: string, index: number): string {
  const document = open(source);
  const gates = gatesOf(document);
  const gate = gates.items[index];
  if (!isMap(gate)) return source;
  const copy = gate.clone() as typeof gate;
  copy.set("id", freeId(`${String(gate.get("id") ?? "gate")}-copy`.slice(0, 70), idsOf(gates)));
  if (typeof gate.get("title") === "string") copy.set("title", `${String(gate.get("title"))} (copy)`.slice(0, 120));
  gates.items.splice(index + 1, 0, copy);
  return written(document);
}

/** Moves a gate up (-1) or down (1); at the end nothing happens. */
export function moveGate(source: string, index: number, by: -1 | 1): string {
  const document = open(source);
  const { items } = gatesOf(document);
  const [gate, other] = [items[index], items[index + by]];
  if (gate === undefined || other === undefined) return source;
  items[index] = other;
  items[index + by] = gate;
  return written(document);
}

/** Takes a gate out. */
export function deleteGate(source: string, index: number): string {
  const document = open(source);
  const gates = gatesOf(document);
  if (gates.items[index] === undefined) return source;
  gates.items.splice(index, 1);
  return written(document);
}

/** Puts a gate back that `deleteGate` took from `before`, into whatever the text has become since. */
export function restoreGate(source: string, before: string, index: number): string {
  const gate = gatesOf(open(before)).items[index];
  if (gate === undefined) return source;
  const document = open(source);
  const gates = gatesOf(document);
  gates.items.splice(Math.min(index, gates.items.length), 0, gate);
  return written(document);
}
