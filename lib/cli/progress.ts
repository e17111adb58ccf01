import { performance } from "node:perf_hooks";

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

/** Writes what the launcher does, one line per step with its time; long steps repeat that they go on. */
export type Progress = {
  step: <T>(title: string, work: (note: (detail: string) => void) => Promise<T>) => Promise<T>;
  say: (line?: string) => void;
};

/** Progress on `out`, stderr by default so that stdout stays for results. On a terminal the running step ticks in place. */
export function createProgress(out: NodeJS.WriteStream = process.stderr): Progress {
  const say = (line = "") => void out.write(`${line}\n`);
  return {
    say,
    async step(title, work) {
      const started = performance.now();
      let detail = "";
      const line = () => `  ${title}${detail ? `: ${detail}` : ""} … ${seconds(performance.now() - started)}`;
      const everyMs = out.isTTY ? 200 : 5_000;
      const clear = () => out.isTTY && out.write("\r\u001b[2K");
      const tick = setInterval(() => out.write(out.isTTY ? `\r\u001b[2K${line()}` : `${line()}\n`), everyMs);
      try {
        const result = await work((text) => {
          detail = text;
        });
        clear();
        say(`✓ ${title} (${seconds(performance.now() - started)})`);
        return result;
      } catch (error) {
        clear();
        say(`✗ ${title}${detail ? `: ${detail}` : ""} (${seconds(performance.now() - started)})`);
        throw error;
      } finally {
        clearInterval(tick);
      }
    },
  };
}
