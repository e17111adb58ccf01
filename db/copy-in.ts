import "server-only";
import type { Writable } from "node:stream";
import type postgres from "postgres";
import type { Tx } from "./client";

/** What a statement can do beside being awaited: take in rows in the text form of COPY. */
export type TakesRows = { takeRows: (rows: Iterable<string>) => Promise<unknown> };

/** Characters that are sent at once: a row each would cost more than the rows. */
const chunkLength = 64 * 1024;

/** Ends a stream that only ever breaks off when the server already knows: the driver would write to a connection that is gone. */
const quiet: Writable["_destroy"] = (error, done) => done(error);

type Copying = { writable: () => Promise<Writable>; reject?: (error: Error) => void };

/** Starts a `copy ... from stdin` and sends it rows, each with its newline. */
export async function sendRows(statement: Copying, rows: Iterable<string>): Promise<void> {
  const stream = await statement.writable();
  stream._destroy = quiet;
  await new Promise<void>((done, refuse) => {
    stream.once("error", refuse).once("finish", done);
    // What the server refuses after the last row is told to the statement, which the driver has answered with the stream by then.
    statement.reject = refuse;
    let chunk = "";
    for (const row of rows) {
      chunk += row;
      if (chunk.length < chunkLength) continue;
      stream.write(chunk);
      chunk = "";
    }
    stream.end(chunk);
  });
}

const name = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;

/** Adds rows to a table by COPY, the cheapest way in; a row that is there already undoes the transaction or its savepoint. */
export async function copyIn(tx: Tx, table: string, columns: readonly string[], rows: Iterable<string>): Promise<void> {
  const { client } = (tx as unknown as { session: { client: postgres.Sql } }).session;
  const statement = client.unsafe(`copy ${name(table)} (${columns.map(name).join(", ")}) from stdin`);
  await (statement as unknown as TakesRows).takeRows(rows);
}
