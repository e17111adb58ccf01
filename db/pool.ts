import postgres from "postgres";
import { isClosedPool, isLostConnection, isRead } from "./lost-connection";
import { statements, withOwn } from "./statement";
import { type Fate, fence } from "./transaction-fence";

type Work = (tx: postgres.TransactionSql) => Promise<unknown>;

/**
 * A pool that outlives its connections. The driver hands the error of a connection that was closed under a statement to
 * the next one that uses it, so the first loss replaces the whole pool; what had nothing to lose, a read or a transaction
 * that had not begun, is then sent once more. A write is never sent again.
 */
export function openPool(url: string, options: postgres.Options<Record<string, never>>): postgres.Sql {
  let current = postgres(url, options);
  let ended = false;

  const replace = (broken: postgres.Sql) => {
    if (broken !== current || ended) return;
    current = postgres(broken.options as unknown as typeof options);
    // Waits for the statements and transactions that are under way on its other connections.
    void broken.end().catch(() => {});
  };

  async function again<T>(safe: () => boolean, work: (pool: postgres.Sql) => PromiseLike<T>): Promise<T> {
    const pool = current;
    try {
      return await work(pool);
    } catch (error) {
      if (isLostConnection(error)) replace(pool);
      const unsent = isClosedPool(error) && pool !== current;
      if (ended || !(unsent || (isLostConnection(error) && safe()))) throw error;
      return work(current);
    }
  }

  const unsafe = statements((text, start) => again(() => isRead(text), start));

  const begin = (work: Work) => {
    let begun = false;
    return again(
      () => !begun,
      async (pool) => {
        const fate: Fate = { lost: false };
        try {
          return await pool.begin((tx) => {
            begun = true;
            return fence(tx, work, fate);
          });
        } catch (error) {
          fate.lost = true;
          throw error;
        }
      },
    );
  };

  const end: postgres.Sql["end"] = (how) => {
    ended = true;
    return current.end(how);
  };

  return withOwn(() => current, { unsafe, begin: begin as postgres.Sql["begin"], end });
}
