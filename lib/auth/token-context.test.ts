import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { tokenScopes } from "@/db/enums";
import { apiTokens } from "@/db/schema/auth";
import { testDb } from "@/db/testing";
import { createToken } from "./commands/create-token";
import { removeMember } from "./commands/remove-member";
import { revokeToken } from "./commands/revoke-token";
import { setUserDisabled } from "./commands/set-user-disabled";
import { can, permissionNames } from "./permissions";
import { auditedActions, createTestProject, signedIn, systemContext } from "./testing";
import { requireTokenContext } from "./token-context";
import { hashToken } from "./tokens";

const { db } = await testDb();
const project = await createTestProject(db, "credit");
const scientist = await signedIn(db, project, "marta", ["data_scientist"]);
const admin = await signedIn(db, project, "root", ["admin"]);

const make = (scopes: ("ingest" | "read" | "deploy")[], ctx = scientist) =>
  createToken(ctx, { name: "CI", scopes, days: 30 });
const request = (token: string | null, query = "") =>
  new Request(`http://console.test/api/v1/imports/runs${query}`, {
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  });
const use = (token: string | null, query = "") => requireTokenContext(request(token, query), "ingest", db);

describe("requireTokenContext", () => {
  it("gives the token's project and owner, and notes the use", async () => {
    const { token, tokenId } = await make(["ingest", "read"]);
    const ctx = await use(token, "?project=credit");
    expect(ctx).toMatchObject({
      projectId: project.id,
      actor: { kind: "token", tokenId, ownerPersonId: scientist.actor.personId },
    });
    const [row] = await db.select().from(apiTokens).where(eq(apiTokens.id, tokenId));
    expect(row?.lastUsedAt).not.toBeNull();
    expect(row?.tokenHash).toBe(hashToken(token));
    expect(JSON.stringify(row)).not.toContain(token.slice(7, 30));
  });

  it("lets no token approve, whatever its scopes", async () => {
    const ctx = await use((await make(["ingest", "read"])).token);
    const actor = { ...ctx.actor, scopes: tokenScopes };
    const allowed = permissionNames.filter((permission) => can(actor, permission));
    expect(allowed.filter((name) => /^(promotion|rollout|policy|member|token|user|version)\./.test(name))).toEqual([
      "version.register",
      "version.archive",
      "promotion.request",
      "promotion.view",
    ]);
  });

  it("refuses a missing, mistyped or unknown token", async () => {
    const { token } = await make(["ingest"]);
    await expect(use(null)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    await expect(use(`${token.slice(0, -1)}~`)).rejects.toMatchObject({
      code: "UNAUTHENTICATED",
      message: expect.stringContaining("checksum"),
    });
    await db.delete(apiTokens).where(eq(apiTokens.tokenHash, hashToken(token)));
    await expect(use(token)).rejects.toMatchObject({
      code: "UNAUTHENTICATED",
      message: expect.stringContaining("unknown"),
    });
  });

  it("refuses an expired, a revoked and an ownerless token", async () => {
    const { token, tokenId } = await make(["ingest"]);
    await db.execute(sql`update api_tokens set expires_at = now() where id = ${tokenId}`);
    await expect(use(token)).rejects.toMatchObject({
      code: "UNAUTHENTICATED",
      message: expect.stringContaining("expired"),
    });
    const second = await make(["ingest"]);
    await revokeToken(scientist, { tokenId: second.tokenId });
    await expect(use(second.token)).rejects.toMatchObject({
      code: "UNAUTHENTICATED",
      message: expect.stringContaining("revoked"),
    });
    const leaver = await signedIn(db, project, "leaver", ["data_scientist"]);
    const third = await make(["ingest"], leaver);
    await removeMember(admin, { userId: leaver.actor.userId });
    await expect(use(third.token)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    const disabled = await signedIn(db, project, "disabled", ["data_scientist"]);
    const fourth = await make(["ingest"], disabled);
    await setUserDisabled(systemContext(db), { userId: disabled.actor.userId, disabled: true });
    await expect(use(fourth.token)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it("refuses another project and a missing scope", async () => {
    const { token } = await make(["read"]);
    await expect(use(token)).rejects.toMatchObject({ code: "FORBIDDEN", message: expect.stringContaining("ingest") });
    await expect(requireTokenContext(request(token, "?project=other"), "read", db)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});

describe("API token commands", () => {
  it("record making and revoking, and revoke once", async () => {
    const { tokenId } = await make(["ingest"]);
    await revokeToken(admin, { tokenId });
    await expect(revokeToken(admin, { tokenId })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await auditedActions(db, tokenId)).toEqual(["token.created", "token.revoked"]);
  });

  it("give no scope beyond the maker's own rights and no life beyond 90 days", async () => {
    const operator = await signedIn(db, project, "dana", ["operator"]);
    await expect(make(["ingest"], operator)).rejects.toMatchObject({
      code: "FORBIDDEN",
      extra: { fieldErrors: { scopes: expect.anything() } },
    });
    await expect(make(["deploy"], operator)).resolves.toBeDefined();
    for (const days of [0, 91, Number.NaN])
      await expect(createToken(scientist, { name: "CI", scopes: ["read"], days })).rejects.toThrow();
  });

  it("are refused to a reviewer, and for a token of another person or project", async () => {
    const reviewer = await signedIn(db, project, "tomas", ["reviewer"]);
    await expect(make(["read"], reviewer)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const operator = await signedIn(db, project, "olga", ["operator"]);
    const { tokenId } = await make(["read"]);
    await expect(revokeToken(operator, { tokenId })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const elsewhere = await createTestProject(db, "elsewhere");
    const stranger = await signedIn(db, elsewhere, "eve", ["admin"]);
    await expect(revokeToken(stranger, { tokenId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
