import { eq } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { members, sources } from "@/db/schema";
import { testDb } from "@/db/testing";
import { createToken } from "@/lib/auth/commands/create-token";
import { auditedActions } from "@/lib/auth/testing";
import { allowSources, importingProject } from "@/lib/integrations/sources/testing";
import { serveTracking } from "@/lib/integrations/sources/testing-tracking-server";
import { serveApi } from "./serve";

const { db } = await testDb();
const server = await serveTracking();
afterAll(server.close);
beforeEach(() => allowSources(server.host));
const here = await importingProject(db, "api-here");
const other = await importingProject(db, "api-other");

type Scope = Parameters<typeof createToken>[1]["scopes"][number];
async function clientOf(person: typeof here.admin, scopes: Scope[]) {
  const { token } = await createToken(
    { ...person, now: () => new Date() },
    { name: scopes.join(" "), scopes, days: 9 },
  );
  return async (method: string, path: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await serveApi(new Request(`http://console.test/api/v1${path}`, init));
    if (!response) throw new Error(`${path} is not an address of the API`);
    const text = await response.text();
    return { status: response.status, body: JSON.parse(text), text };
  };
}
const call = await clientOf(here.admin, ["read", "sources"]);
const secret = "s3cret-of-the-lab";
let made = 0;
const add = (more: object = {}) =>
  call("POST", "/sources", { name: `lab ${++made}`, url: server.url, auth: "token", secret, ...more });

describe("sources in the API", () => {
  it("are added, read with progress and skips, paused and removed, and never answer what signs in", async () => {
    const start = Date.UTC(2026, 10, 20);
    server.state.runs = [1, 2, 3].map((place) => ({ id: `r${place}`, start: place === 3 ? start : 5, points: [] }));
    const answers: string[] = [];
    const said = async (...args: Parameters<typeof call>) => {
      const answer = await call(...args);
      answers.push(answer.text);
      return answer;
    };
    const added = await add();
    expect(added).toMatchObject({ status: 201, body: { found: { experiments: 1, wanted: 1, more: false } } });
    const { id } = added.body;
    expect((await said("GET", `/sources/${id}`)).body).toMatchObject({ runs: 0, lastSyncAt: null, isEnabled: true });
    await here.finish(id);
    const detail = await said("GET", `/sources/${id}`);
    expect(detail.body).toMatchObject({
      ...{ runs: 1, skipped: 2, progress: null, experimentCount: 1, failure: null },
      syncs: [{ number: 1, state: "done", isFull: true, counts: { seen: 3, taken: 1, skipped: 2 } }],
    });
    const first = await said("GET", `/sources/${id}/skips?limit=1`);
    const second = await said("GET", `/sources/${id}/skips?limit=1&cursor=${first.body.next}`);
    expect([...first.body.items, ...second.body.items]).toMatchObject([
      { kind: "run", remoteId: "r1", reason: "It has no start, or one before 1990." },
      { remoteId: "r2" },
    ]);
    expect(second.body.next).toBeNull();
    expect((await said("POST", `/sources/${id}/syncs`, { isFull: true })).body).toEqual({ sync: 2 });
    expect((await said("POST", `/sources/${id}/syncs`)).status).toBe(409);
    expect((await said("PATCH", `/sources/${id}`, { isEnabled: false })).body).toEqual({ isEnabled: false });
    expect((await said("POST", `/sources/${id}/syncs`)).body.detail).toMatch(/switched off/);
    expect((await said("GET", "/sources")).body.items).toMatchObject([{ id, isEnabled: false, auth: "token" }]);
    expect((await said("DELETE", `/sources/${id}`)).body).toEqual({ id });
    expect((await said("GET", `/sources/${id}`)).status).toBe(404);
    for (const text of answers) expect(text).not.toMatch(/s3cret|secret/);
    expect(await auditedActions(db, id)).toEqual(
      ["added", "synced", "sync_started", "disabled", "removed"].map((act) => `source.${act}`),
    );
  });

  it("say what is wrong with a field, and keep nothing", async () => {
    const before = await db.$count(sources);
    const refused = async (more: object) => (await add(more)).body;
    expect(await refused({ url: "https://10.0.0.1" })).toMatchObject({
      errors: [{ field: "url", message: expect.stringMatching(/internal address/) }],
    });
    expect(await refused({ secret: "" })).toMatchObject({
      errors: [{ field: "secret", message: expect.stringMatching(/Enter the token/) }],
    });
    expect(await refused({ colour: "red" })).toMatchObject({ title: "INVALID_INPUT" });
    server.state.faults = { everything: 401 };
    expect(await refused({})).toMatchObject({ errors: [{ field: "secret", message: expect.stringMatching(/401/) }] });
    server.state.faults = {};
    expect(await db.$count(sources)).toBe(before);
  });

  it("are managed by tokens of that scope while their owner may, and by nobody of another project", async () => {
    const { id } = (await add()).body;
    const reader = await clientOf(here.admin, ["read"]);
    expect((await reader("GET", `/sources/${id}/skips`)).status).toBe(200);
    for (const [method, path] of [
      ["POST", "/sources"],
      ["POST", `/sources/${id}/syncs`],
      ["PATCH", `/sources/${id}`],
      ["DELETE", `/sources/${id}`],
    ] as const)
      expect((await reader(method, path, {})).status).toBe(403);
    const stranger = await clientOf(other.admin, ["read", "sources"]);
    for (const [method, path] of [
      ["GET", `/sources/${id}`],
      ["GET", `/sources/${id}/skips`],
      ["POST", `/sources/${id}/syncs`],
      ["PATCH", `/sources/${id}`],
      ["DELETE", `/sources/${id}`],
    ] as const)
      expect([
        path,
        (await stranger(method, path, method === "PATCH" ? { isEnabled: false } : undefined)).status,
      ]).toEqual([path, 404]);
    const scientist = await here.as("dana", ["data_scientist"]);
    await expect(clientOf(scientist, ["sources"])).rejects.toThrow(/more than you may do yourself/);
    await db.update(members).set({ role: "viewer" }).where(eq(members.userId, here.admin.actor.userId));
    expect((await call("PATCH", `/sources/${id}`, { isEnabled: false })).body.detail).toMatch(/may not do this/);
    expect((await add()).status).toBe(403);
    expect(await here.one(id)).toMatchObject({ isEnabled: true });
  });
});
