import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { auditEvents, modelVersions } from "@/db/schema";
import { testDb } from "@/db/testing";
import { contentDigest } from "@/lib/audit/canonical-json";
import { parseLeaf } from "@/lib/audit/leaf";
import { logOrigin } from "@/lib/audit/origin";
import { testSigner } from "@/lib/audit/testing";
import { verifyScript } from "@/lib/audit/verify-script.testing";
import { saveComparison } from "@/lib/experiments/commands/save-comparison";
import { loadComparisonCsv } from "@/lib/experiments/compare-csv-query";
import { parseView } from "@/lib/experiments/comparison";
import { approvePromotion } from "@/lib/promotions/commands/approve-promotion";
import { commentOnPromotion } from "@/lib/promotions/commands/comment-on-promotion";
import { buildWorld } from "@/lib/promotions/testing";
import { request, shown } from "@/lib/promotions/testing-requests";
import { executePromotion } from "./commands/execute-promotion";
import { rollBackRollout } from "./commands/roll-back-rollout";
import { exportPromotionBundle, exportRolloutBundle } from "./evidence-bundle";

const { db } = await testDb();
const signer = testSigner(await logOrigin(db));
const { run } = verifyScript();

const world = await buildWorld(db);
const versions = await db.select().from(modelVersions).where(eq(modelVersions.projectId, world.projectId));
const query = `runs=${versions.map(({ runId }) => runId).join(",")}&metric=recall`;
const { id: comparisonId } = await saveComparison(world.as("maya"), { name: "Live, candidate", note: "", query });
const { number } = await request(world, { comparisonIds: [comparisonId] });
const { subjectDigest } = await shown(world, number);
await commentOnPromotion(world.as("rosa"), { number, body: "Looks sound to me. 😀", anchor: null });
for (const who of ["rosa", "ines"] as const) await approvePromotion(world.as(who, 1), { number, subjectDigest });
const { rollout: rolloutNumber } = await executePromotion(world.as("otto"), { number });
await rollBackRollout(world.as("otto"), { number: rolloutNumber, reason: "Errors doubled on the canary" });
const bundle = await exportPromotionBundle(world.as("ines"), number, { signer });
const key = ["--vkey", signer.vkey];

describe("the evidence bundle of a promotion", () => {
  test("holds request, gates, decisions, execution and rollback, and verifies offline", () => {
    const actions = bundle.events.map(({ canonical }) => parseLeaf(Buffer.from(canonical, "base64")).action);
    for (const action of [
      "promotion.requested",
      "promotion.evaluated",
      "promotion.commented",
      "promotion.approved",
      "promotion.fully_approved",
      "promotion.executed",
      "rollout.created",
      "rollout.rollback_started",
      "bundle.exported",
    ]) {
      expect(actions).toContain(action);
    }
    const { code, output } = run(JSON.stringify(bundle), ...key);
    expect(output).toContain("approvals: 2, none by a requester");
    expect(code).toBe(0);
  });

  test("attaches every document that the log names by digest", () => {
    const named = bundle.events
      .slice(0, -1)
      .map(({ canonical }) => Buffer.from(canonical, "base64").toString("utf8"))
      .join();
    const names = bundle.documents.filter(({ digest }) => named.includes(digest)).map((document) => document.name);
    expect(names).toEqual(
      expect.arrayContaining([
        "rollout-plan.json",
        "rollback-plan.json",
        "evaluation-1/evidence.json",
        "evaluation-1/results.json",
        "evaluation-1/subject.json",
        "decision-1/signature.json",
        "decision-2/signature.json",
      ]),
    );
  });

  test("holds the figures of an attached comparison as its page gives them, under a digest", async () => {
    const csv = bundle.documents.find(({ name }) => name === "comparison-1.csv");
    expect(csv?.content).toBe(await loadComparisonCsv(world.as("vera"), parseView(query)));
    expect(csv?.content).toMatch(/^kind,metric,.*\r\nmetric,/);
    expect(csv?.digest).toBe(contentDigest(csv?.content ?? ""));
    const copy = structuredClone(bundle);
    for (const document of copy.documents)
      if (document.name === "comparison-1.csv") document.content = document.content.replace("0.6", "0.9");
    expect(run(JSON.stringify(copy), ...key)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/comparison-1\.csv was changed/),
    });
  });

  test("does not verify with another verdict in its results", () => {
    const copy = structuredClone(bundle);
    const results = copy.documents.find(({ name }) => name.endsWith("results.json"));
    if (results) results.content = results.content.replace("passed", "failed");
    expect(run(JSON.stringify(copy), ...key)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/results\.json was changed/),
    });
  });

  test("is the same for its rollout", async () => {
    const same = await exportRolloutBundle(world.as("ines"), rolloutNumber, { signer });
    expect(same.events.slice(0, -1).map(({ seq }) => seq)).toEqual(bundle.events.slice(0, -1).map(({ seq }) => seq));
  });

  test("is refused without permission, for unknown numbers and from another project, and records nothing then", async () => {
    const other = await buildWorld(db);
    const count = await db.$count(auditEvents);
    await expect(exportPromotionBundle(world.as("maya"), number, { signer })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(exportPromotionBundle(world.as("ines"), 999, { signer })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(exportRolloutBundle(other.as("ines"), rolloutNumber, { signer })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await db.$count(auditEvents)).toBe(count);
  });
});
