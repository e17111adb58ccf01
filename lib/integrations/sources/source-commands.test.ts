import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { auditEvents, sources } from "@/db/schema";
import { testDb } from "@/db/testing";
import { auditedActions } from "@/lib/auth/testing";
import { changeSource } from "./commands/change-source";
import { createSource } from "./commands/create-source";
import { removeSource } from "./commands/remove-source";
import { setSourceEnabled } from "./commands/set-source-enabled";
import { startSync } from "./commands/start-sync";
import type { CreateSourceInput } from "./schemas";
import { sweepSources } from "./sweep-sources";
import { testSource } from "./test-source";
import { allowSources, importingProject } from "./testing";

const { db, sql } = await testDb();
const seen: (string | undefined)[] = [];
let answer: RequestListener;
const server = createServer((request, response) => {
  seen.push(request.headers.authorization);
  answer(request, response);
});
await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
afterAll(() => server.closeAllConnections());

const json = (status: number, body: unknown): RequestListener => {
  return (_, response) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
};
beforeEach(() => {
  allowSources(new URL(url).host);
  answer = json(200, { experiments: [{ experiment_id: "1", name: "credit" }] });
  seen.length = 0;
});

const here = await importingProject(db, "here");
let made = 0;
const input = (more: Partial<CreateSourceInput> = {}): CreateSourceInput => ({
  ...{ name: `lab ${++made}`, url, auth: "token", secret: "s3cret-token" },
  ...more,
});
const add = (more: Partial<CreateSourceInput> = {}) => createSource(here.admin, input(more));
const change = (sourceId: string, lockVersion: number, more: Partial<CreateSourceInput> = {}) =>
  changeSource(here.admin, { sourceId, lockVersion, ...input({ secret: "", ...more }) });

describe("adding a source", () => {
  it("asks the server first, keeps the token sealed, and begins the first sync", async () => {
    const { sourceId } = await add({ url: `${url}/` });
    expect(seen).toEqual(["Bearer s3cret-token"]);
    const row = await here.one(sourceId);
    expect(row).toMatchObject({ url, auth: "token", isEnabled: true, secretEnv: null });
    expect(JSON.stringify(row)).not.toContain("s3cret");
    const log = await db.select().from(auditEvents).where(eq(auditEvents.objectId, sourceId));
    expect(JSON.stringify(log.map(({ canonical }) => Buffer.from(canonical).toString()))).not.toContain("s3cret");
    expect(await auditedActions(db, sourceId)).toEqual(["source.added"]);
    const jobs =
      await sql`select key from graphile_worker.jobs where key = ${`source.sync:${here.project.id}:${sourceId}`}`;
    expect(jobs).toHaveLength(1);
  });

  it("sends user and password, a token out of the environment, or nothing", async () => {
    await add({ auth: "basic", userName: "lia", secret: "pässword" });
    vi.stubEnv("MLFLOW_SOURCE_LAB", "from-env");
    const { sourceId } = await add({ secret: "", secretEnv: "MLFLOW_SOURCE_LAB" });
    await add({ auth: "none", secret: "" });
    expect(seen).toEqual([`Basic ${Buffer.from("lia:pässword").toString("base64")}`, "Bearer from-env", undefined]);
    expect(await here.one(sourceId)).toMatchObject({ secret: "", secretEnv: "MLFLOW_SOURCE_LAB" });
  });

  const refused: [string, RequestListener, Partial<CreateSourceInput>, string, RegExp][] = [
    ["a server that does not know the token", json(401, {}), {}, "secret", /refuses these credentials \(401\)/],
    ["a page that is no tracking server", (_, r) => r.end("<html>"), {}, "url", /not an MLflow tracking server/],
    ["something else that speaks JSON", json(404, { detail: "no" }), {}, "url", /not an MLflow tracking server/],
    ["a redirect", (_, r) => r.writeHead(302, { location: "/login" }).end(), {}, "url", /redirect \(302\)/],
    ["a server that is not there", json(200, {}), { url: "http://127.0.0.1:9" }, "url", /IMPORT_ALLOWED_HOSTS/],
    ["an internal address", json(200, {}), { url: "https://10.0.0.1" }, "url", /internal address/],
    ["a user in the address", json(200, {}), { url: "https://me:pw@mlflow.example.com" }, "url", /their own fields/],
    ["no address", json(200, {}), { url: "mlflow" }, "url", /like https/],
    ["no token", json(200, {}), { secret: "" }, "secret", /Enter the token/],
    ["no user", json(200, {}), { auth: "basic" }, "userName", /user name/],
    ["another variable", json(200, {}), { secret: "", secretEnv: "NEXTAUTH_SECRET" }, "secretEnv", /MLFLOW_SOURCE_/],
    ["an unset variable", json(200, {}), { secret: "", secretEnv: "MLFLOW_SOURCE_NONE" }, "secret", /is not set/],
    ["both", json(200, {}), { secretEnv: "MLFLOW_SOURCE_LAB" }, "secretEnv", /not both/],
    ["an empty name", json(200, {}), { name: " " }, "name", /Enter a name/],
  ];
  it.each(refused)("refuses %s and says so at the field", async (_, listener, more, field, message) => {
    answer = listener;
    const before = await db.$count(sources);
    const error: unknown = await add(more).catch((thrown) => thrown);
    const fields = (error as { extra?: { fieldErrors?: Record<string, string[]> } }).extra?.fieldErrors;
    const issues = (error as { issues?: { path: string[]; message: string }[] }).issues;
    const said = fields ?? Object.fromEntries((issues ?? []).map((issue) => [issue.path.join("."), [issue.message]]));
    expect(said[field]?.join(" ")).toMatch(message);
    expect(JSON.stringify(said)).not.toContain("s3cret");
    expect(await db.$count(sources)).toBe(before);
  });

  it("is for administrators, under a name of its own", async () => {
    for (const role of ["viewer", "data_scientist", "operator", "auditor", "risk_officer"] as const)
      await expect(createSource(await here.as(role.replace("_", ""), [role]), input())).rejects.toMatchObject({
        code: "FORBIDDEN",
      });
    const given = input();
    await createSource(here.admin, given);
    await expect(createSource(here.admin, given)).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("a source", () => {
  it("can be tried out without changing anything, with the stored token too", async () => {
    const { sourceId } = await add();
    const found = await testSource(here.admin, { ...input({ secret: "", experiments: ["fraud"] }), sourceId });
    expect(found).toEqual({ experiments: 1, wanted: 0, more: false });
    expect(seen.at(-1)).toBe("Bearer s3cret-token");
    expect(await auditedActions(db, sourceId)).toEqual(["source.added"]);
  });

  it("is changed with what it has kept, but its token never goes to another server", async () => {
    const { sourceId } = await add();
    const { secret } = await here.one(sourceId);
    await change(sourceId, 0, { experiments: ["credit*", " ", "credit*"] });
    expect(await here.one(sourceId)).toMatchObject({ secret, experiments: ["credit*"], lockVersion: 1 });
    const calls = seen.length;
    await expect(change(sourceId, 1, { url: "http://127.0.0.1:9" })).rejects.toThrow(/is for another server/);
    await expect(change(sourceId, 1, { url: "https://elsewhere.example.com", secret: "x" })).rejects.toThrow(
      /Another server is another source/,
    );
    await expect(change(sourceId, 1, { auth: "basic", userName: "lia" })).rejects.toThrow(/Enter the password/);
    expect(seen).toHaveLength(calls);
    await expect(change(sourceId, 0)).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await auditedActions(db, sourceId)).toEqual(["source.added", "source.changed"]);
  });

  it("is switched off and on, read at once on request, and removed with its secret erased", async () => {
    const { sourceId } = await add();
    await setSourceEnabled(here.admin, { sourceId, isEnabled: false });
    expect(await here.one(sourceId)).toMatchObject({ isEnabled: false, nextSyncAt: null });
    await setSourceEnabled(here.admin, { sourceId, isEnabled: true });
    expect(await startSync(here.admin, { sourceId })).toEqual({ sync: 1 });
    await expect(startSync(here.admin, { sourceId })).rejects.toMatchObject({ code: "CONFLICT" });
    await removeSource(here.admin, { sourceId });
    expect(await here.one(sourceId)).toMatchObject({ secret: "", nextSyncAt: null, isEnabled: false });
    expect(await here.syncs(sourceId)).toMatchObject([{ state: "stopped" }]);
    await expect(startSync(here.admin, { sourceId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await auditedActions(db, sourceId)).toEqual(
      ["added", "disabled", "enabled", "sync_started", "removed"].map((act) => `source.${act}`),
    );
  });

  it("is not found by another project, nor touched by others than administrators", async () => {
    const { sourceId } = await add();
    const stranger = (await importingProject(db, "elsewhere")).admin;
    const operator = await here.as("olga", ["operator"]);
    const acts = [
      (ctx: typeof stranger) => changeSource(ctx, { sourceId, lockVersion: 0, ...input() }),
      (ctx: typeof stranger) => setSourceEnabled(ctx, { sourceId, isEnabled: false }),
      (ctx: typeof stranger) => startSync(ctx, { sourceId }),
      (ctx: typeof stranger) => removeSource(ctx, { sourceId }),
      (ctx: typeof stranger) => testSource(ctx, { sourceId, ...input() }),
    ];
    for (const act of acts) {
      await expect(act(stranger)).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(act(operator)).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
  });

  it("is asked for again when it is due and nobody is at it, as after a worker was killed", async () => {
    const { sourceId } = await add();
    const key = `source.sync:${here.project.id}:${sourceId}`;
    const waiting = async () => (await sql`select 1 from graphile_worker.jobs where key = ${key}`).length;
    const clear = () => sql`delete from graphile_worker._private_jobs where key = ${key}`;
    const own = and(eq(sources.projectId, here.project.id), eq(sources.id, sourceId));
    await clear();
    await db
      .update(sources)
      .set({ claimedUntil: new Date(Date.now() + 60_000) })
      .where(own);
    await sweepSources(db);
    expect(await waiting()).toBe(0);
    await db
      .update(sources)
      .set({ claimedUntil: new Date(Date.now() - 1_000) })
      .where(own);
    await sweepSources(db);
    expect(await waiting()).toBe(1);
  });
});
