import type postgres from "postgres";
import { isLostConnection, lostConnection } from "./lost-connection";
import { statements, withOwn } from "./statement";

/** Known to everybody who works on one transaction. */
export type Fate = { lost: boolean };

const never = new Promise<never>(() => {});

/**
 * Keeps a transaction together when its connection goes away. The driver would still write on it: the statements that
 * follow, then its own rollback, and by then the connection may be another one's, or none, which ends the process. So once
 * it is lost, statements are refused here, and the driver, which has already told the caller, never hears of the end.
 */
export async function fence<T>(
  tx: postgres.TransactionSql,
  work: (tx: postgres.TransactionSql) => T | Promise<T>,
  fate: Fate,
): Promise<T> {
  const unsafe = statements(async (_, start) => {
    if (fate.lost) throw lostConnection();
    try {
      return await start(tx);
    } catch (error) {
      if (isLostConnection(error)) fate.lost = true;
      throw error;
    }
  });
  const savepoint = (inner: typeof work) => tx.savepoint((nested) => fence(nested, inner, fate));
  try {
    const result = await work(withOwn(() => tx, { unsafe, savepoint: savepoint as typeof tx.savepoint }));
    return fate.lost ? await never : result;
  } catch (error) {
    if (fate.lost) return never;
    throw error;
  }
}
