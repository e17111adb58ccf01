import "server-only";
import { PgDialect } from "drizzle-orm/pg-core";
import { PostgresJsDatabase, PostgresJsSession } from "drizzle-orm/postgres-js";
import type postgres from "postgres";
import type { Db } from "./client";
import { isRead } from "./lost-connection";
import { statements, withOwn } from "./statement";

type Rows = Promise<postgres.RowList<postgres.MaybeRow[]>>;

const dialect = new PgDialect({ casing: "snake_case" });
const readers = new WeakSet<Db>();

/**
 * A client for what one page shows. A question that was asked before gets the rows it got then, so parts of a page that read the
 * same cost nothing more and agree with each other; statements are prepared under a name, which spares a round trip and a plan.
 * It lives as long as the page is put together: it does not see what is written meanwhile. Rows are shared; nobody changes them.
 */
export function pageReader(db: Db): Db {
  if (readers.has(db)) return db;
  const asked = new Map<string, Rows>();
  const { $client } = db;
  const unsafe = statements(
    (text, start, ask) => {
      if (!isRead(text)) return start($client) as Rows;
      const question = ask();
      // What the driver gives is sent at each await; a promise is sent once.
      const rows = asked.get(question) ?? Promise.resolve(start($client));
      asked.set(question, rows);
      return rows;
    },
    { prepare: true },
  );
  const client = withOwn(() => $client, { unsafe });
  const { schema, fullSchema, tableNamesMap } = db._;
  const config = schema && { schema, fullSchema, tableNamesMap };
  const session = new PostgresJsSession(client, dialect, config);
  const reader = Object.assign(new PostgresJsDatabase(dialect, session, config), { $client: client }) as Db;
  readers.add(reader);
  return reader;
}
