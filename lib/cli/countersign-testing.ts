import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import type { Sql } from "postgres";
import { afterAll, beforeAll, beforeEach } from "vitest";
import type { Db } from "@/db/client";
import { projects } from "@/db/schema";
import { createToken } from "@/lib/auth/commands/create-token";
import { postRuns } from "@/lib/experiments/http-import";
import { getChecks, postCheck } from "@/lib/governance/checks-handlers";
import { type Seen, serveHandlers } from "@/lib/http-testing";
import { postVersion } from "@/lib/models/versions-handlers";
import { getPromotion, postPromotion } from "@/lib/promotions/pipeline/handlers";
import { buildWorld, type World } from "@/lib/promotions/testing";

export const script = join(import.meta.dirname, "../../public/countersign.mjs");
export const commit = "646009139035f2ddd3a7ac1903221ffa4f5f38c4";
const routes = {
  "GET /countersign.mjs": () => Promise.resolve(new Response(readFileSync(script))),
  "POST /api/v1/imports/runs": postRuns,
  "GET /api/v1/checks": getChecks,
  "POST /api/v1/checks": postCheck,
  "POST /api/v1/models/{model}/versions": postVersion,
  "POST /api/v1/promotions": postPromotion,
  "GET /api/v1/promotions/{number}": getPromotion,
};

/**
 * Runs public/countersign.mjs as a pipeline would: in a process of its own, without our code, against a server of the plain handlers
 * on a real database. Each test has a project of its own, whose runs are of one commit.
 */
export function pipeline(db: Db, sql: Sql) {
  const folder = mkdtempSync(join(tmpdir(), "countersign-"));
  const state = {
    folder,
    world: undefined as unknown as World,
    env: {} as Record<string, string>,
    seen: [] as Seen[],
    /** Answers given instead of the real ones, first come first served. */
    instead: [] as Response[],
    onSeen: (_request: Seen): void => {},
    write: (name: string, content: string) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    run: (args: string[], more: Record<string, string> = {}, input?: string) =>
      new Promise<{ code: number; out: string; err: string }>((resolve) => {
        const env = { ...state.env, ...more } as unknown as NodeJS.ProcessEnv;
        const child = execFile(process.execPath, [script, ...args], { env }, (error, out, err) =>
          resolve({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, out, err }),
        );
        child.stdin?.end(input);
      }),
    check: (...more: string[]) =>
      state.run(["check", "--kind", "transformation_tests", "--name", "pytest", "--commit", commit, ...more]),
  };
  let server: Awaited<ReturnType<typeof serveHandlers>>;
  beforeAll(async () => {
    server = await serveHandlers(routes, (request) => {
      state.seen.push(request);
      state.onSeen(request);
      return state.instead.shift();
    });
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    const world = await buildWorld(db, { commit });
    const [project] = await db.select().from(projects).where(eq(projects.id, world.projectId));
    const scopes = ["ingest" as const, "read" as const, "checks" as const, "promote" as const];
    const { token, tokenId } = await createToken(world.as("maya"), { name: "ci", scopes });
    await sql`update api_tokens set expires_at = now() + interval '1 day' where id = ${tokenId}`;
    const env = { COUNTERSIGN_URL: server.address, COUNTERSIGN_PROJECT: project?.name ?? "", COUNTERSIGN_TOKEN: token };
    Object.assign(state, {
      world,
      env: { ...env, COUNTERSIGN_RETRY_MS: "1" },
      seen: [],
      instead: [],
      onSeen: () => {},
    });
  });
  return state;
}
