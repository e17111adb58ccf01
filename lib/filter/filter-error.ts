/** A filter or an order that cannot be read; the message is meant for the person who wrote it. */
export class FilterError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "FilterError";
  }
}

/** Throws a FilterError, for use in an expression. */
export function refuse(message: string): never {
  throw new FilterError(message);
}

const longest = 400;

/** A piece of the input as a message quotes it: never more than a few lines of it. */
export const quoted = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);
