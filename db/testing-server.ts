import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { connectOrStart } from "./embedded";
import { findPlace } from "./embedded-folder";
import { isAlive, ownIdentity } from "./embedded-processes";
import { stopServer } from "./embedded-server";
import { migrateDatabase } from "./migrate";

const prefix = "countersign-test-";

/** Ends the servers of test runs that were killed. */
function sweep(): void {
  for (const name of readdirSync(tmpdir()).filter((n) => n.startsWith(prefix))) {
    const folder = join(tmpdir(), name);
    try {
      if (isAlive(readFileSync(join(folder, "run"), "utf8"))) continue;
      stopServer(findPlace(folder));
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another user's, or one that is being made right now.
    }
  }
}

/** Starts one server for a test run, on its own folder and port, and migrates the template that every test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  sweep();
  const folder = mkdtempSync(join(tmpdir(), prefix));
  chmodSync(folder, 0o711);
  writeFileSync(join(folder, "run"), ownIdentity());
  const server = await connectOrStart({
    folder,
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" },
  });
  const admin = postgres(server.url, { max: 1, onnotice: () => {} });
  await admin`create database template_countersign`;
  await admin.end();
  await migrateDatabase(server.url.replace(/\/[^/]*$/, "/template_countersign"));
  project.provide("databaseServer", server.url);
  return async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  };
}

declare module "vitest" {
  export interface ProvidedContext {
    databaseServer: string;
  }
}
