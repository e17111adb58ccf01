import type postgres from "postgres";
import { sendRows } from "./copy-in";

type Result = postgres.RowList<postgres.MaybeRow[]>;
type Query = postgres.PendingQuery<postgres.MaybeRow[]>;
/**
 * Sends a statement on some client and answers its rows; `text` tells whether it only reads, `question` is the same for the same
 * statement with the same parameters.
 */
export type Send = (
  text: string,
  start: (client: postgres.ISql) => PromiseLike<Result>,
  question: () => string,
) => Promise<Result>;

const plain = (_: string, value: unknown) => (typeof value === "bigint" ? `${value}n` : value);

/** The driver's `unsafe`, the one way in which Drizzle sends a statement, over a `send` of one's own. */
export function statements(send: Send, more: postgres.UnsafeQueryOptions = {}): postgres.Sql["unsafe"] {
  const unsafe = (text: string, parameters?: [], options?: postgres.UnsafeQueryOptions) => {
    const query = (client: postgres.ISql) => client.unsafe(text, parameters, { ...options, ...more }) as Query;
    const question = (form: string) => () => JSON.stringify([form, text, parameters], plain);
    const rows = () => send(text, query, question("rows"));
    return {
      // biome-ignore lint/suspicious/noThenProperty: like the driver's own, a statement is sent when it is awaited
      then: (...handlers: Parameters<Promise<Result>["then"]>) => rows().then(...handlers),
      values: () => send(text, (client) => query(client).values() as PromiseLike<Result>, question("values")),
      takeRows: (rows: Iterable<string>) =>
        send(text, (client) => sendRows(query(client), rows) as Promise<unknown> as Promise<Result>, question("copy")),
    };
  };
  return unsafe as unknown as postgres.Sql["unsafe"];
}

/** The same object with some of its methods replaced. */
export const withOwn = <T extends object>(target: () => T, own: Partial<T>): T =>
  new Proxy(target(), {
    get: (_, key) => (key in own ? own[key as keyof T] : Reflect.get(target(), key)),
    apply: (_, self, args) => Reflect.apply(target() as unknown as () => unknown, self, args),
  });
