import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { auditEvents, passkeys, promotionDecisions } from "@/db/schema";
import { testDb } from "@/db/testing";
import { logOrigin } from "@/lib/audit/origin";
import { testSigner } from "@/lib/audit/testing";
import { verifyScript } from "@/lib/audit/verify-script.testing";
import { registerPasskey } from "@/lib/auth/commands/register-passkey";
import { removePasskey } from "@/lib/auth/commands/remove-passkey";
import { type Algorithm, SoftAuthenticator } from "@/lib/auth/passkey.testing";
import { startPasskeyRegistration } from "@/lib/auth/passkey-options";
import { executePromotion } from "@/lib/deployments/commands/execute-promotion";
import { exportPromotionBundle } from "@/lib/deployments/evidence-bundle";
import { startPasskeySignature } from "../passkey-signature";
import { buildWorld, type CastName, type World } from "../testing";
import { bindPolicy } from "../testing-policy";
import { request, shown } from "../testing-requests";
import { approvePromotion } from "./approve-promotion";

type Answer = Record<string, unknown> & { id: string };
const { db } = await testDb();
const signer = testSigner(await logOrigin(db));
const { run } = verifyScript();
const site = { id: "localhost", origin: "http://localhost:3000" };
beforeAll(() => void vi.stubEnv("NEXTAUTH_URL", site.origin));
afterAll(() => vi.unstubAllEnvs());

async function withPasskey(world: World, who: CastName, algorithm: Algorithm = "ES256") {
  const device = new SoftAuthenticator(site, algorithm);
  const { challengeId, options } = await startPasskeyRegistration(world.as(who));
  await registerPasskey(world.as(who), {
    challengeId,
    name: "Work laptop",
    response: device.register(options.challenge),
  });
  return device;
}

async function open(algorithm: Algorithm = "ES256") {
  const world = await buildWorld(db);
  const { number } = await request(world);
  const { subjectDigest, id } = await shown(world, number);
  const device = await withPasskey(world, "rosa", algorithm);
  const ask = (who: CastName = "rosa") => startPasskeySignature(world.as(who), { number, subjectDigest });
  const approve = (passkey: { challengeId: string; response: Answer }, who: CastName = "rosa") =>
    approvePromotion(world.as(who), { number, subjectDigest, passkey });
  return { world, number, id, subjectDigest, device, ask, approve };
}

describe("an approval signed with a passkey", () => {
  it.each<Algorithm>(["ES256", "EdDSA", "RS256"])(
    "is kept with its %s signature and verifies offline",
    async (algorithm) => {
      const { world, number, id, device, ask, approve } = await open(algorithm);
      const { challengeId, options } = await ask();
      expect(await approve({ challengeId, response: device.answer(options.challenge) })).toMatchObject({
        approvals: 1,
      });
      const [row] = await db.select().from(promotionDecisions).where(eq(promotionDecisions.promotionId, id));
      expect(row?.assertion).toMatchObject({ credentialId: device.id, rpId: "localhost" });
      const bundle = await exportPromotionBundle(world.as("ines"), number, { signer });
      expect(run(JSON.stringify(bundle), "--vkey", signer.vkey)).toMatchObject({
        code: 0,
        output: expect.stringContaining("1 passkey signature"),
      });
    },
  );

  it("is refused when another statement, site, device or person signed, and when it is used twice", async () => {
    const { world, device, ask, approve } = await open();
    const other = await withPasskey(world, "rafi");
    const answer = async (give: (challenge: string) => Answer, who: CastName = "rosa") => {
      const { challengeId, options } = await ask(who);
      return { challengeId, response: give(options.challenge) };
    };
    const wrong = Buffer.alloc(32).toString("base64url");
    await expect(approve(await answer(() => device.answer(wrong)))).rejects.toThrow(/does not hold/);
    await expect(approve(await answer((c) => device.answer(c, { origin: "https://evil.example" })))).rejects.toThrow(
      /does not hold/,
    );
    await expect(approve(await answer((c) => device.answer(c, { flags: 0x01 })))).rejects.toThrow(/does not hold/);
    await expect(approve(await answer((c) => other.answer(c)))).rejects.toThrow(/not one of yours/);
    await expect(approve(await answer((c) => other.answer(c), "rafi"))).rejects.toThrow(/too late or twice/);
    const good = await answer((c) => device.answer(c));
    await approve(good);
    await expect(approve(good)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("is refused for another promotion than the one that was signed", async () => {
    const { world, device, ask } = await open();
    const { challengeId, options } = await ask();
    const versionId = await world.addVersion(3, { recall: 0.62, female: 0.56 });
    const second = await request(world, { versionId });
    const { subjectDigest } = await shown(world, second.number);
    const passkey = { challengeId, response: device.answer(options.challenge) };
    await expect(approvePromotion(world.as("rosa"), { number: second.number, subjectDigest, passkey })).rejects.toThrow(
      /signed something else/,
    );
  });

  it("is asked for where the policy requires it", async () => {
    const { world, number, subjectDigest, device } = await open();
    await bindPolicy(world, "Medium risk", (policy) => ({
      ...policy,
      approval: { ...policy.approval, passkey: "required" },
    }));
    await expect(approvePromotion(world.as("rosa"), { number, subjectDigest })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    const now = await shown(world, number);
    await expect(approvePromotion(world.as("rosa"), { number, subjectDigest: now.subjectDigest })).rejects.toThrow(
      /passkey/,
    );
    const { challengeId, options } = await startPasskeySignature(world.as("rosa"), {
      number,
      subjectDigest: now.subjectDigest,
    });
    const passkey = { challengeId, response: device.answer(options.challenge) };
    expect(
      await approvePromotion(world.as("rosa"), { number, subjectDigest: now.subjectDigest, passkey }),
    ).toMatchObject({ approvals: 1 });
  });

  it("is asked for again when the promotion is carried out", async () => {
    const world = await buildWorld(db, { tier: "low" });
    await bindPolicy(world, "Low risk", (policy) => ({
      ...policy,
      approval: { ...policy.approval, quorum: 1, requiredRoles: [], passkey: "required" },
    }));
    const { number } = await request(world);
    const { id, subjectDigest } = await shown(world, number);
    const device = await withPasskey(world, "rosa");
    const { challengeId, options } = await startPasskeySignature(world.as("rosa"), { number, subjectDigest });
    const passkey = { challengeId, response: device.answer(options.challenge) };
    expect(await approvePromotion(world.as("rosa"), { number, subjectDigest, passkey })).toMatchObject({
      state: "approved",
    });
    const where = eq(promotionDecisions.promotionId, id);
    const [signed] = await db.select().from(promotionDecisions).where(where);
    if (!signed?.assertion) throw new Error("no assertion");
    const { assertion } = signed;
    const other = { ...assertion, statement: { ...assertion.statement, subjectDigest: "sha256:other" } };
    // Written past the command: what the database holds is judged, not that it got there.
    const put = async (kept: typeof assertion | null) => {
      await db.update(promotionDecisions).set({ state: "cleared" }).where(where);
      await db.insert(promotionDecisions).values({ ...signed, id: world.system().newId(), assertion: kept });
    };
    for (const kept of [null, other]) {
      await put(kept);
      await expect(executePromotion(world.as("otto"), { number })).rejects.toThrow(/enough valid approvals/);
    }
    await put(assertion);
    expect(await executePromotion(world.as("otto"), { number })).toMatchObject({ promotion: number });
  });

  it("does not verify offline once a byte of it was changed", async () => {
    const { world, number, device, ask, approve } = await open();
    const { challengeId, options } = await ask();
    await approve({ challengeId, response: device.answer(options.challenge) });
    const bundle = await exportPromotionBundle(world.as("ines"), number, { signer });
    const text = JSON.stringify(bundle);
    const assertion = bundle.documents.find(({ name }) => name.endsWith("assertion.json"));
    const parsed = JSON.parse(assertion?.content ?? "{}") as unknown;
    const { signature } = parsed as { signature: string };
    const forged = signature.startsWith("A") ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
    expect(run(text.replace(signature, forged), "--vkey", signer.vkey)).toMatchObject({ code: 1 });
  });
});

describe("passkeys of an account", () => {
  it("are registered once, named, and removed by their owner alone, on record", async () => {
    const { world, device } = await open();
    const [kept] = await db.select().from(passkeys).where(eq(passkeys.id, device.id));
    expect(kept).toMatchObject({ name: "Work laptop", userId: world.ids.rosa.userId });
    await expect(removePasskey(world.as("rafi"), { passkeyId: device.id })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await removePasskey(world.as("rosa"), { passkeyId: device.id });
    await expect(removePasskey(world.as("rosa"), { passkeyId: device.id })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const events = await db.select().from(auditEvents).where(eq(auditEvents.objectId, world.ids.rosa.userId));
    expect(events.map((event) => event.action)).toEqual(["passkey.registered", "passkey.removed"]);
  });
});
