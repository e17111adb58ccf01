import { existsSync, readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { connect, type Db, type Sql } from "@/db/client";
import { type Figure, quantile } from "./measure";
import { blocksTouched } from "./scratch";

/** One connection, so that what its server process does is what the measured work costs. */
export type Backend = { sql: Sql; db: Db; pid: number; close: () => Promise<void> };

export async function openBackend(url: string): Promise<Backend> {
  const { sql, db } = connect(url, { max: 1 });
  const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  return { sql, db, pid: row?.pid ?? 0, close: () => sql.end({ timeout: 5 }) };
}

/** Milliseconds of processor time that a process has used; NaN where the system does not say. In steps of 10. */
export function processorTime(pid: number): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return Number.NaN;
  const fields = readFileSync(file, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

export type Cost = { p50: number; p95: number; cpu: number; buffers: number; runs: number };

/**
 * Wall time of the work, processor time of the database for it, and shared buffers it touches. On a machine that others use, wall time
 * says as much of them as of the work: processor time and buffers do not.
 */
export async function costOf(backend: Backend, work: () => Promise<unknown>, runs = 40): Promise<Cost> {
  for (let i = 0; i < 8; i++) await work();
  const blocks = await blocksTouched(backend.sql);
  const before = processorTime(backend.pid);
  const millis: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await work();
    millis.push(performance.now() - start);
  }
  const cpu = (processorTime(backend.pid) - before) / runs;
  const buffers = ((await blocksTouched(backend.sql)) - blocks) / runs;
  millis.sort((a, b) => a - b);
  return { p50: quantile(millis, 0.5), p95: quantile(millis, 0.95), cpu, buffers, runs };
}

/** The figures of one piece of work, with the machine's load when they were taken. */
export function costFigures(name: string, cost: Cost, note?: string): Figure[] {
  const load = `load ${(loadavg()[0] ?? 0).toFixed(1)}`;
  return [
    { name: `${name}, p50`, value: cost.p50, unit: "ms", note: note ? `${load}; ${note}` : load },
    { name: `${name}, p95`, value: cost.p95, unit: "ms" },
    { name: `${name}, database processor`, value: cost.cpu, unit: "ms" },
    { name: `${name}, buffers`, value: cost.buffers, unit: "buffers" },
  ];
}
