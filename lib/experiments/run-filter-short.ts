import { type RunStatus, runStatuses } from "@/db/enums";
import type { FilterTerm } from "./run-filter";

type Short = FilterTerm extends infer Term ? (Term extends FilterTerm ? Omit<Term, "source"> : never) : never;
type Sign = ">=" | "<=" | "!=" | ">" | "<" | "=" | "~";

/** A short form that starts like one and cannot be read; the message says how it is written. */
export class ShortFormProblem extends Error {}
const fail = (message: string): never => {
  throw new ShortFormProblem(message);
};

const fields = ["name", "intent", "experiment", "dataset", "features", "algorithm", "owner", "run"] as const;
const yes = new Set(["yes", "true", "1"]);
const no = new Set(["no", "false", "0"]);

const unquote = (value: string): string => {
  if (/^".*"$/su.test(value)) return value.slice(1, -1).replace(/\\(.)/gsu, "$1");
  return /^'.*'$/su.test(value) ? value.slice(1, -1).replaceAll("''", "'") : value;
};

/** Parts between commas, which double quotes protect. */
function listOf(value: string): string[] {
  const found = value.match(/(?:"(?:[^"\\]|\\.)*"|[^,"]|"(?![^"]*"))+/gsu) ?? [];
  return found.map((part) => unquote(part.trim())).filter(Boolean);
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, "\\$&");

function exact(field: string, sign: Sign): "=" | "!=" | "~" {
  if (sign === "=" || sign === "!=" || sign === "~") return sign;
  return fail(`${field} can be compared with =, != or ~ (contains)`);
}

function metric(key: string, sign: Sign, value: string): Short {
  if (sign === "~") return fail("a metric can be compared with >, >=, <, <=, = or !=");
  const number = Number(value);
  if (value === "" || !Number.isFinite(number)) fail(`${key} needs a number, as in metrics.${key} > 0.9`);
  return { kind: "comparison", comparison: { on: "metric", key, comparator: sign, value: number } };
}

/** Text that contains a text, or is equal to one, or is not. */
function keyed(on: "param" | "tag", key: string, sign: "=" | "!=" | "~", value: string): Short {
  if (sign === "~")
    return { kind: "comparison", comparison: { on, key, comparator: "ILIKE", value: `%${escapeLike(value)}%` } };
  return { kind: "comparison", comparison: { on, key, comparator: sign, value } };
}

function status(sign: Sign, value: string): Short {
  if (sign !== "=" && sign !== "!=") fail("status can be compared with = or !=");
  const statuses = listOf(value).map((name) => name.toUpperCase());
  const unknown = statuses.find((name) => !(runStatuses as readonly string[]).includes(name));
  if (unknown) fail(`${unknown} is no status; there are ${runStatuses.join(", ")}`);
  return { kind: "status", not: sign === "!=", statuses: statuses as RunStatus[] };
}

function started(sign: Sign, value: string): Short {
  if (sign === "~" || sign === "=" || sign === "!=") return fail("started can be compared with >, >=, < or <=");
  const at = /^\d{4}-\d{2}-\d{2}/.test(value) ? new Date(value) : new Date(Number.NaN);
  if (Number.isNaN(at.getTime())) fail("started needs a date, as in started >= 2026-09-01");
  return { kind: "started", comparator: sign, at: at.toISOString() };
}

function entityForm(entity: string, key: string, sign: Sign, value: string): Short | null {
  if (entity === "metrics" || entity === "metric") return metric(key, sign, value);
  if (entity === "params" || entity === "param")
    return sign === "~" ? keyed("param", key, sign, value) : { kind: "param", key, comparator: sign, value };
  if (entity === "tags" || entity === "tag") return keyed("tag", key, exact("a tag", sign), value);
  return null;
}

/** Reads one short form of the filter bar, such as `status = FAILED, KILLED` or `params.C > 0.05`; other text searches names and intents. */
export function shortForm(source: string): Short {
  const [, name, key, signText, rest = ""] =
    /^([a-z]+)(?:\.([^\s=!<>~]+))?\s*(>=|<=|!=|>|<|=|~)\s*(.*)$/su.exec(source) ?? [];
  if (!name || !signText) return { kind: "search", text: unquote(source) };
  const sign = signText as Sign;
  const value = unquote(rest.trim());
  if (value === "") fail(`what should ${name}${key ? `.${key}` : ""} be compared with?`);
  const read = key ? entityForm(name, key, sign, value) : null;
  if (read) return read;
  if (name === "status") return status(sign, rest);
  if (name === "started") return started(sign, value);
  if (name === "predictions" || name === "archived") {
    const word = value.toLowerCase();
    if (sign !== "=" || (!yes.has(word) && !no.has(word))) fail(`write ${name} = yes or ${name} = no`);
    return { kind: name, wanted: yes.has(word) };
  }
  const field = fields.find((known) => known === name);
  if (!field)
    return fail(`there is no field ${name}; try status, ${fields.join(", ")}, started, metrics.NAME or params.NAME`);
  return { kind: "text", field, comparison: exact(field, sign), values: listOf(rest) };
}
