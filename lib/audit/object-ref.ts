/** An object of the product as the log names it. */
export type ObjectRef = { type: string; id: string };

/** `promotion:0198...`, as addresses carry it. */
export const formatObjectRef = ({ type, id }: ObjectRef): string => `${type}:${id}`;

/** Reads `type:id`; null when it is not of that form. */
export function parseObjectRef(text: string): ObjectRef | null {
  const cut = text.indexOf(":");
  return cut > 0 && cut < text.length - 1 ? { type: text.slice(0, cut), id: text.slice(cut + 1) } : null;
}
