import { chmodSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "@/db/client";
import { connectOrStart } from "@/db/embedded";
import { migrateDatabase } from "@/db/migrate";
import { createToken } from "@/lib/auth/commands/create-token";
import { createContext } from "@/lib/context";
import { fixtureProject, loadFixture } from "./load-fixture";
import { loadMlflow } from "./load-mlflow";
import { curvePoints, loadOurCurves, loadTheirCurves } from "./peer-curves";
import { makeMlflowTables } from "./peer-servers";
import { fixtureKind } from "./run-fixture";

/** Both sides on one server with its durability as shipped: what is answered is written. */
const settings = { shared_buffers: "1GB", max_wal_size: "4GB", random_page_cost: "1.1" };

export type PeerDatabases = {
  folder: string;
  /** Our database and MLflow's, with the same runs in them. */
  ours: string;
  theirs: string;
  token: string;
  projectId: number;
  close: () => Promise<void>;
};

/** Two databases with the same `count` runs, filled on first use and kept between benches. */
export async function openPeerDatabases(
  count: number,
  python: string,
  report: (line: string) => void,
): Promise<PeerDatabases> {
  const folder = join(process.env.COUNTERSIGN_BENCH_DIR ?? tmpdir(), "countersign-bench-peer");
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o711);
  const server = await connectOrStart({ folder, settings });
  try {
    return { folder, ...(await fillBoth(server.url, count, python, report)), close: () => server.close() };
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function fillBoth(
  serverUrl: string,
  count: number,
  python: string,
  report: (line: string) => void,
): Promise<Omit<PeerDatabases, "folder" | "close">> {
  const { sql: admin } = connect(serverUrl, { max: 1 });
  const urlOf = (name: string) => serverUrl.replace(/\/[^/]*$/, `/${name}`);
  /** Filled under another name and renamed when complete. */
  async function filled(name: string, fill: (url: string) => Promise<void>): Promise<string> {
    const [found] = await admin`select 1 from pg_database where datname = ${name}`;
    if (found) return urlOf(name);
    const half = `${name}_half`;
    await admin`drop database if exists ${admin(half)} with (force)`;
    await admin`create database ${admin(half)}`;
    await fill(urlOf(half));
    await admin`alter database ${admin(half)} rename to ${admin(name)}`;
    return urlOf(name);
  }
  const within = async (url: string, work: (sql: ReturnType<typeof connect>["sql"]) => Promise<unknown>) => {
    const { sql } = connect(url, { max: 1 });
    await work(sql);
    await sql.end({ timeout: 5 });
  };
  const kind = `${fixtureKind(count)}_${curvePoints}`;
  const curves = `curves of ${curvePoints} points`;
  const ours = await filled(`ours_${kind}`, async (url) => {
    await migrateDatabase(url);
    await within(url, async (sql) => {
      const ids = await loadFixture(sql, count, report);
      report(curves);
      await loadOurCurves(sql, ids.get(0) ?? 0);
    });
  });
  await migrateDatabase(ours);
  const theirs = await filled(`mlflow_${kind}`, async (url) => {
    await makeMlflowTables(python, url);
    await within(url, async (sql) => {
      await loadMlflow(sql, count, report);
      report(`MLflow: ${curves}`);
      await loadTheirCurves(sql);
    });
  });
  await admin.end({ timeout: 5 });
  const { sql, db } = connect(ours, { max: 1 });
  const [project] = await sql<{ id: number }[]>`select id from projects where name = ${fixtureProject(0)}`;
  const projectId = project?.id ?? 0;
  const ctx = createContext({ actor: { kind: "system", job: "bench" }, projectId, db });
  const { token } = await createToken(ctx, { name: `bench-${ctx.newId()}`, scopes: ["ingest", "read"], days: 1 });
  await sql.end({ timeout: 5 });
  return { ours, theirs, token, projectId };
}
