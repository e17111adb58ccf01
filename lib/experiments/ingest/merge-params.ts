import type { ParamValue } from "@/db/schema/experiments";
import { DomainError } from "@/lib/errors";
import { paramOfText, textOfParam } from "../param-text";

export type NamedText = { key: string; value: string };
type Params = Readonly<Record<string, ParamValue>>;

const refuse = (message: string) => new DomainError("INVALID_INPUT", message, { fieldErrors: { params: [message] } });

/** Parameters of one call by key; refuses a key that comes twice, even with the same value. */
function distinct(sent: readonly NamedText[]): Map<string, string> {
  const values = new Map<string, string>();
  const twice = new Set<string>();
  for (const { key, value } of sent) {
    if (values.has(key)) twice.add(key);
    values.set(key, value);
  }
  if (twice.size === 0) return values;
  const names = [...twice].map((key) => `'${key}'`).join(", ");
  throw refuse(
    `Duplicate parameter keys have been submitted: [${names}]. Please ensure the request contains only one param value per param key.`,
  );
}

/**
 * Parameters of a run after more were logged; null when all of them were there already. A parameter never changes: another value for a
 * key that is there is refused, with everything sent beside it.
 */
export function mergeParams(
  runId: string,
  stored: Params,
  sent: readonly NamedText[],
): Record<string, ParamValue> | null {
  const added: [string, ParamValue][] = [];
  const changed: { key: string; old: string; value: string }[] = [];
  for (const [key, value] of distinct(sent)) {
    const old = Object.hasOwn(stored, key) ? stored[key] : undefined;
    if (old === undefined) added.push([key, paramOfText(value)]);
    else if (textOfParam(old) !== value) changed.push({ key, old: textOfParam(old), value });
  }
  const [first] = changed;
  if (first && sent.length === 1) {
    throw refuse(
      `Changing param values is not allowed. Param with key='${first.key}' was already logged with value='${first.old}' for run ID='${runId}'. Attempted logging new value '${first.value}'.`,
    );
  }
  if (first) {
    const list = changed.map(
      ({ key, old, value }) => `{'key': '${key}', 'old_value': '${old}', 'new_value': '${value}'}`,
    );
    throw refuse(
      `Changing param values is not allowed. Params were already logged='[${list.join(", ")}]' for run ID='${runId}'.`,
    );
  }
  return added.length === 0 ? null : { ...stored, ...Object.fromEntries(added) };
}
