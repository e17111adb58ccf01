import { beforeAll, describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { createToken } from "@/lib/auth/commands/create-token";
import { openAccessReview } from "@/lib/auth/commands/open-access-review";
import { setMemberRoles } from "@/lib/auth/commands/set-member-roles";
import { saveView } from "@/lib/experiments/commands/save-view";
import { raiseFinding } from "@/lib/governance/commands/raise-finding";
import { drain } from "@/lib/notifications/testing";
import { commentOnPromotion } from "@/lib/promotions/commands/comment-on-promotion";
import { createDelegation } from "@/lib/promotions/commands/create-delegation";
import { registerConsumer } from "@/lib/promotions/commands/register-consumer";
import { buildWorld, type CastName, type World } from "@/lib/promotions/testing";
import { request } from "@/lib/promotions/testing-requests";
import { apiRoutes } from "./routes";
import { serveApi } from "./serve";

const { db, sql } = await testDb();
const world = await buildWorld(db);
const elsewhere = await buildWorld(db);
const values: Record<string, string> = {};
let token = "";
let foreign = "";

/** A token that reads, as an administrator made it for this person; most of them may not make one themselves. */
async function tokenOf(of: World, who: CastName, name = who) {
  const { token: text, tokenId } = await createToken(of.as("maya"), { name, scopes: ["read"] });
  await sql`update api_tokens set expires_at = now() + interval '1 day', owner_user_id = ${of.ids[who].userId} where id = ${tokenId}`;
  return text;
}
async function get(path: string, as = token, more: Record<string, string> = {}) {
  const headers = { authorization: `Bearer ${as}`, ...more };
  const response = await serveApi(new Request(`http://console.test/api/v1${path}`, { headers }));
  const text = (await response?.text()) ?? "";
  const { status = 0 } = response ?? {};
  return { status, etag: response?.headers.get("etag") ?? "", text, body: text === "" ? null : JSON.parse(text) };
}

beforeAll(async () => {
  token = await tokenOf(world, "rosa");
  foreign = await tokenOf(elsewhere, "rosa");
  const { projectId } = world;
  await request(world);
  await commentOnPromotion(world.as("jun"), { number: 1, body: "Is the drop for women explained?" });
  await createDelegation(world.as("rosa"), {
    role: "reviewer",
    delegateUserId: world.ids.rafi.userId,
    endsAt: new Date(world.system().now().getTime() + 7 * 86_400_000),
    reason: "On leave for a week.",
  });
  await openAccessReview(world.as("ines"));
  await raiseFinding(world.as("rosa"), {
    modelId: world.modelId,
    title: "Recall falls for part-time workers",
    severity: "high",
    blocks: true,
    ownerUserId: world.ids.maya.userId,
    dueOn: "2026-12-15",
  });
  await saveView(world.as("rosa"), {
    name: "Mine",
    params: { q: "status = FAILED" },
    experimentId: null,
    shared: false,
    isDefault: false,
  });
  await registerConsumer(world.as("jun"), {
    modelId: world.modelId,
    name: "Case worker desk",
    schema: JSON.stringify({ inputs: [{ name: "age", type: "double" }], outputs: [{ type: "double" }] }),
    ownerUserId: world.ids.otto.userId,
  });
  await drain(db);
  const [run] = await sql`select id, experiment_id from runs where project_id = ${projectId} order by id limit 1`;
  const [event] = await sql`select event_id from audit_events where project_id = ${projectId} limit 1`;
  Object.assign(values, { model: "income-eligibility", version: "2", number: "1" });
  Object.assign(values, { run: run?.id, experiment: run?.experiment_id, event: event?.event_id });
});

const addressOf = (path: string): string =>
  path.replace(/\{(\w+)\*?\}/g, (_, name) => encodeURIComponent(values[name] ?? ""));
const queries: Record<string, string> = { "/search": "?q=income" };
/** Rows of which this world has no example, or that its people may not see; other tests call them. */
const elsewhereTested = [
  ...["/rollouts/{number}", "/policies/{policy}/versions", "/policy-drafts/{number}", "/webhooks/{webhook}/deliveries"],
  ...["/saved-comparisons/{comparison}", "/runs/{run}/metrics/{key*}", "/comparisons", "/webhooks", "/tokens"],
];
const reads = apiRoutes.filter(
  ({ method, kind, path }) =>
    method === "GET" && kind === "json" && !elsewhereTested.includes(path) && !path.startsWith("/sources/{"),
);

describe("every read, of a project with something in it", () => {
  it.each(reads.map(({ path }) => path))(
    "%s answers what is described, with a tag; nothing of it to another project",
    async (path) => {
      const address = `${addressOf(path)}${queries[path] ?? ""}`;
      const found = await get(address);
      expect([address, found.status, found.body]).toEqual([address, 200, found.body]);
      expect((await get(address, token, { "if-none-match": found.etag })).status).toBe(304);
      const other = await get(address, foreign);
      if (other.status !== 200) expect([address, other.status]).toEqual([address, 404]);
      else for (const id of [world.modelId, values.run, world.ids.rosa.userId]) expect(other.text).not.toContain(id);
    },
  );

  it("has what the screens show", async () => {
    const items = async (path: string) => (await get(path)).body.items;
    expect(await items("/inbox")).toMatchObject([
      { kind: expect.any(String), href: expect.stringContaining("/promotions/1") },
    ]);
    expect((await get("/inbox/counts")).body).toMatchObject({ waiting: 1 });
    expect(await items("/delegations")).toMatchObject([{ delegator: "Rosa Beck", delegate: "Rafi Cole" }]);
    expect(await items("/access-reviews")).toMatchObject([{ number: 1, completedAt: null }]);
    expect((await get("/access-reviews/A-1")).body.attestations.length).toBeGreaterThan(5);
    expect(await items("/promotions/P-1/discussion")).toMatchObject([{ comments: [{ author: "Jun Watanabe" }] }]);
    expect(await items("/findings/F-1/history")).toMatchObject([{ kind: "raised", by: "Rosa Beck" }]);
    expect(await items("/models/income-eligibility/consumers")).toMatchObject([{ name: "Case worker desk" }]);
    expect(await items("/saved-views")).toMatchObject([{ name: "Mine", isShared: false }]);
    expect((await items("/members")).map(({ name }: { name: string }) => name)).toContain("Otto Berg");
    expect((await get("/audit/status")).body.waiting).toBeGreaterThan(0);
  });

  it("pages lists by key", async () => {
    const seen: string[] = [];
    for (let next: string | null = ""; next !== null; ) {
      const page: { items: { userId: string }[]; next: string | null } = (
        await get(`/members?limit=3${next && `&cursor=${next}`}`)
      ).body;
      seen.push(...page.items.map(({ userId }) => userId));
      next = page.next;
    }
    const all = (await get("/members?limit=200")).body.items;
    expect(seen).toEqual(all.map(({ userId }: { userId: string }) => userId));
    expect((await get("/notifications?cursor=rogue")).status).toBe(400);
  });
});

describe("what the owner of a token sees", () => {
  it("is theirs: other people's inboxes and views are not in it", async () => {
    const rafi = await tokenOf(world, "rafi");
    expect((await get("/saved-views", rafi)).body.items).toEqual([]);
    expect((await get("/inbox?tab=asked", rafi)).body.items).toEqual([]);
  });

  it("follows their roles, and ends with them", async () => {
    const vera = await tokenOf(world, "vera");
    expect((await get("/members", vera)).status).toBe(200);
    expect(await get("/webhooks", vera)).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining("operator") },
    });
    expect((await get("/tokens", vera)).status).toBe(403);
    expect((await get("/tokens", await tokenOf(world, "maya"))).body.items[0]).not.toHaveProperty("tokenHash");
    await setMemberRoles(world.system(), { userId: world.ids.vera.userId, roles: ["operator"], groupName: "" });
    expect((await get("/webhooks", vera)).body).toEqual({ items: [], next: null });
  });

  it("is nobody's for a token without an owner", async () => {
    const orphan = await tokenOf(world, "vera", "vera" as CastName);
    await sql`update api_tokens set owner_user_id = null where owner_user_id = ${world.ids.vera.userId}`;
    expect(await get("/inbox", orphan)).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining("owner") },
    });
    expect((await get("/models", orphan)).status).toBe(200);
  });
});
