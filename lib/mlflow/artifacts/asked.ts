import { invalidValue } from "../wire/errors";

/** The first value that a query has under one of these names. */
export function queryOf(request: Request, ...names: string[]): string | undefined {
  const query = new URL(request.url).searchParams;
  return names.map((name) => query.get(name) ?? undefined).find((value) => value);
}

/** A value that must be there, refused in the words of the wire. */
export function asked(value: string | undefined, name: string): string {
  if (!value) throw invalidValue(`Request must specify ${name}.`);
  return value;
}
