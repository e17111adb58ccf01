import { type Identifier, readIdentifier } from "./clauses";
import { quoted, refuse } from "./filter-error";
import { tokenize } from "./tokens";

export type OrderTerm = { identifier: Identifier; ascending: boolean };

/** `"metrics.loss"` in double quotes, as clients send it: the quotes hold entity and key. */
function openQuotes(identifier: Identifier, text: string): Identifier {
  if (identifier.entity !== null || !text.startsWith('"')) return identifier;
  const dot = identifier.key.indexOf(".");
  if (dot < 0) return identifier;
  return { ...identifier, entity: identifier.key.slice(0, dot), key: identifier.key.slice(dot + 1) };
}

/** Reads one item of order_by: an identifier and perhaps ASC or DESC. Keys are not judged here. */
export function parseOrderBy(text: string): OrderTerm {
  const tokens = text.length > 2000 || text.includes("\0") ? [] : tokenize(text);
  const name = text.trim() === text ? readIdentifier(tokens, 0) : null;
  const rest = name ? tokens.slice(name.next) : [];
  if (!name || rest.length > 1 || (rest[0] && rest[0].kind !== "word"))
    return refuse(`Invalid order_by clause '${quoted(text)}'. Could not be parsed.`);
  const direction = rest[0]?.text.toLowerCase() ?? "asc";
  if (direction !== "asc" && direction !== "desc") refuse(`Invalid ordering key in order_by clause '${text}'.`);
  return { identifier: openQuotes(name.identifier, text), ascending: direction === "asc" };
}
