import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "@/db/client";
import { createToken } from "@/lib/auth/commands/create-token";
import { build, findBuild } from "@/lib/cli/build";
import { createContext } from "@/lib/context";
import { fixtureProject, loadFixture } from "./load-fixture";
import { type Benchmark, type Figure, quantile } from "./measure";
import { openScratch } from "./scratch";
import { heapAfterCollection } from "./server-heap";
import { type SoakKind, soakClient } from "./soak-client";
import { start } from "./start";

/** Minutes of load; 30 is what the demand speaks of. */
const minutes = () => Number(process.env.COUNTERSIGN_BENCH_MINUTES ?? 2);
const connections = 6;
const fixtureRuns = 10_000;

/** The process below the launcher that serves the port. */
function webProcess(launcher: number): number {
  for (const entry of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const parent = Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${entry}/status`, "utf8"))?.[1]);
      if (parent === launcher && readFileSync(`/proc/${entry}/cmdline`, "utf8").includes("web-child"))
        return Number(entry);
    } catch {
      // It ended meanwhile.
    }
  }
  throw new Error("The web server's process was not found.");
}

const megabytes = (pid: number): number =>
  Number(/^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;

type Sample = { minute: number; memory: number };

/** Megabytes a minute by least squares. */
export function slope(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number) => samples.reduce((sum, one) => sum + of(one), 0) / samples.length;
  const [minute, memory] = [mean((s) => s.minute), mean((s) => s.memory)];
  const spread = samples.reduce((sum, s) => sum + (s.minute - minute) ** 2, 0);
  return samples.reduce((sum, s) => sum + (s.minute - minute) * (s.memory - memory), 0) / spread;
}

type Seen = { millis: Record<SoakKind, number[]>; errors: string[] };

async function client(call: ReturnType<typeof soakClient>, until: number, seen: Seen, number: number): Promise<void> {
  for (let n = number; performance.now() < until; n++) {
    const kind: SoakKind = n % 5 === 0 ? "write" : "read";
    const began = performance.now();
    try {
      await call(kind, n);
    } catch (error) {
      seen.errors.push(error instanceof Error ? error.message.slice(0, 300) : String(error));
    }
    seen.millis[kind].push(performance.now() - began);
  }
}

/** Reads and writes over HTTP at the production server, for long enough that what it does not give back shows. */
export const soak: Benchmark = {
  name: "soak",
  title: "Soak: 80 % reads, 20 % writes over HTTP",
  async run(report) {
    if (!findBuild()) {
      report("building");
      await build(report);
    }
    const scratch = await openScratch();
    const folder = mkdtempSync(join(tmpdir(), "countersign-bench-"));
    chmodSync(folder, 0o711);
    try {
      // Over one connection: it sets what it needs for loading.
      const loader = connect(scratch.url, { max: 1 }).sql;
      await loadFixture(loader, fixtureRuns, report);
      await loader.end({ timeout: 5 });
      const [project] = await scratch.sql<{ id: number }[]>`select id from projects where name = ${fixtureProject(0)}`;
      const system = { actor: { kind: "system", job: "bench" }, db: scratch.db } as const;
      const ctx = createContext({ ...system, projectId: project?.id ?? 0 });
      const { token } = await createToken(ctx, { name: "soak", scopes: ["ingest", "read"], days: 1 });
      const server = await start(folder, scratch.url, { API_CALLS_PER_MINUTE: "1000000" });
      try {
        return await measure(server, token, report);
      } finally {
        await server.stop();
      }
    } finally {
      await scratch.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function measure(
  server: { url: string; pid: number },
  token: string,
  report: (line: string) => void,
): Promise<Figure[]> {
  const pid = webProcess(server.pid);
  const total = minutes();
  const began = performance.now();
  const until = began + total * 60_000;
  const minute = () => (performance.now() - began) / 60_000;
  const seen: Seen = { millis: { read: [], write: [] }, errors: [] };
  const samples: Sample[] = [];
  const heaps: Sample[] = [];
  const takeHeap = async () => {
    const memory = await heapAfterCollection(pid);
    if (memory !== null) heaps.push({ minute: minute(), memory });
  };
  const working = Promise.all(
    Array.from({ length: connections }, (_, number) => client(soakClient(server.url, token), until, seen, number)),
  );
  /** The first third fills caches and compiles code. */
  const settled = total / 3;
  let reported = 0;
  while (performance.now() < until) {
    await sleep(Math.min(2_000, Math.max(0, until - performance.now())));
    if (minute() < settled) continue;
    samples.push({ minute: minute(), memory: megabytes(pid) });
    if (heaps.length === 0 || minute() - (heaps.at(-1)?.minute ?? 0) > total / 10) await takeHeap();
    if (Math.floor(minute() * 2) <= reported) continue;
    reported = Math.floor(minute() * 2);
    const { read, write } = seen.millis;
    report(
      `${minute().toFixed(1)} min: ${read.length} reads, ${write.length} writes, ${seen.errors.length} errors, ${samples.at(-1)?.memory.toFixed(0)} MB`,
    );
  }
  await working;
  await takeHeap();
  for (const error of [...new Set(seen.errors)].slice(0, 5)) report(error);
  const timed = (kind: SoakKind): Figure => {
    const sorted = seen.millis[kind].toSorted((a, b) => a - b);
    const note = `p50 ${quantile(sorted, 0.5).toFixed(1)}, ${sorted.length} calls`;
    return { name: `${kind}s, p95`, value: quantile(sorted, 0.95), unit: "ms", note };
  };
  const over = `${total} minutes, ${connections} connections`;
  return [
    { name: "errors", value: seen.errors.length, unit: "", note: over },
    timed("read"),
    timed("write"),
    { name: "memory of the web server at the end", value: samples.at(-1)?.memory ?? Number.NaN, unit: "MB" },
    {
      name: "its slope after the first third",
      value: slope(samples),
      unit: "MB/min",
      note: "1 asked, over 30 minutes",
    },
    ...(heaps.length < 2
      ? []
      : [
          { name: "heap after a collection, at the end", value: heaps.at(-1)?.memory ?? Number.NaN, unit: "MB" },
          { name: "slope of that heap", value: slope(heaps), unit: "MB/min", note: `${heaps.length} collections` },
        ]),
  ];
}
