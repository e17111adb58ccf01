const special = /["\\]/;

const quoted = (text: string): string => (special.test(text) ? `"${text.replace(/["\\]/g, "\\$&")}"` : `"${text}"`);

/** Values as the text of a Postgres array. The driver writes arrays too, at several times the cost for thousands of values. */
export function arrayLiteral(values: readonly unknown[]): string {
  let text = "{";
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (index > 0) text += ",";
    if (value === null || value === undefined) text += "null";
    else text += typeof value === "string" ? quoted(value) : String(value);
  }
  return `${text}}`;
}
