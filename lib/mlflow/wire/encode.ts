const plain = /^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/;

const quote = (text: string): string => (plain.test(text) ? `"${text}"` : JSON.stringify(text));

function number(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? "-0.0" : `${value}`;
  return Number.isNaN(value) ? '"NaN"' : value > 0 ? '"Infinity"' : '"-Infinity"';
}

const isAbsent = (value: unknown): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);

function object(value: object): string {
  let text = "";
  for (const [key, item] of Object.entries(value)) {
    if (!isAbsent(item)) text += `${text === "" ? "" : ","}${quote(key)}:${encode(item)}`;
  }
  return `{${text}}`;
}

/**
 * JSON as protobuf writes it: NaN and infinities as strings, what is unset and empty lists left out, int64 as numbers.
 * Zero, "" and empty objects are values and stay.
 */
export function encode(value: unknown): string {
  switch (typeof value) {
    case "string":
      return quote(value);
    case "number":
      return number(value);
    case "bigint":
    case "boolean":
      return `${value}`;
    case "object":
      if (value === null) return "null";
      if (Array.isArray(value)) return `[${value.map(encode).join(",")}]`;
      if (value instanceof Date) return `${value.getTime()}`;
      return object(value);
    default:
      return "null";
  }
}
