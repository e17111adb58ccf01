import "server-only";
import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { Db } from "@/db/client";
import { logger } from "@/lib/log";
import type { Service } from "./registry";

const longestPauseMs = 30_000;

/** Runs one service until `signal` aborts. A failing turn is logged and tried again, with a growing pause. */
async function runService(service: Service, db: Db, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      const turn = await service.load();
      await turn(db, signal);
      if (failures > 0) logger.info({ service: service.name }, "service recovered");
      failures = 0;
    } catch (error) {
      failures++;
      logger.error({ err: error, service: service.name, failures }, "service failed");
    }
    const pause = Math.min(service.everyMs * 2 ** failures, Math.max(longestPauseMs, service.everyMs));
    await sleep(pause, undefined, { signal }).catch(() => {});
  }
}

/** Starts all services; the returned function ends them and waits for the turn under way. */
export function startServices(services: readonly Service[], db: Db): () => Promise<void> {
  const stop = new AbortController();
  // Every service waits on the one signal.
  setMaxListeners(services.length + 1, stop.signal);
  const running = services.map((service) => runService(service, db, stop.signal));
  return async () => {
    stop.abort();
    await Promise.all(running);
  };
}
