import { logger } from "@/lib/log";
import type { Progress } from "./progress";

type Closer = { name: string; close: () => Promise<void> | void };

export type Shutdown = {
  /** Registers what to close; the last added closes first. */
  add: (name: string, close: Closer["close"]) => void;
  /** Closes everything once, saying why, and sets the exit code. */
  run: (why: string | null, code: number) => Promise<void>;
  finished: Promise<void>;
};

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** npm hands a signal only to the shell between it and us, which dies without a word: then our parent changes. */
function watchParent(lost: () => void): void {
  const parent = process.ppid;
  if (!process.env.npm_lifecycle_event || process.platform === "win32") return;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    lost();
  }, 250);
  timer.unref();
}

/** Stops the product in order on signals and faults, so that no server outlives its launcher. */
export function createShutdown(progress: Progress): Shutdown {
  const closers: Closer[] = [];
  let running: Promise<void> | null = null;
  let finish = () => {};
  const finished = new Promise<void>((done) => {
    finish = done;
  });
  const closeAll = async (why: string | null) => {
    if (why) progress.say(`\n${why} Stopping …`);
    for (const { name, close } of closers.reverse()) {
      try {
        await close();
      } catch (error) {
        progress.say(`  ${name}: ${(error as Error).message}`);
      }
    }
    if (why) progress.say("Stopped.");
    finish();
  };
  const run: Shutdown["run"] = (why, code) => {
    process.exitCode ??= code;
    running ??= closeAll(why);
    return running;
  };
  for (const signal of signals) {
    process.on(signal, () => {
      // Asked to stop: an orderly end is a success, whatever npm makes of signals.
      void run(`${signal === "SIGINT" ? "Ctrl-C" : signal}.`, 0).then(() => process.exit());
    });
  }
  watchParent(() => void run("npm has ended.", 0).then(() => process.exit()));
  process.on("uncaughtException", (error) => {
    logger.error({ err: error }, "uncaught exception in the launcher");
    void run("A fault.", 1).then(() => process.exit());
  });
  const add: Shutdown["add"] = (name, close) => {
    // Something that came up while the rest was going down.
    if (running) void Promise.resolve(close()).catch(() => {});
    else closers.push({ name, close });
  };
  return { add, run, finished };
}
