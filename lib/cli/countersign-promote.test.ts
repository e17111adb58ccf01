import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { runs } from "@/db/schema";
import { testDb } from "@/db/testing";
import { publishByTwo } from "@/lib/governance/drafts/testing-drafts";
import { gateSchema } from "@/lib/governance/gates/gate";
import { findApplicablePolicy } from "@/lib/governance/queries";
import { rejectPromotion } from "@/lib/promotions/commands/object-to-promotion";
import { evaluatePromotionJob } from "@/lib/promotions/evaluate-promotion-job";
import { shown } from "@/lib/promotions/testing-requests";
import { commit, pipeline } from "./countersign-testing";

const { db, sql } = await testDb();
const ci = pipeline(db, sql);
const promote = [
  "promote",
  "--model",
  "income-eligibility",
  "--version",
  "2",
  "--target",
  "benefits-eu",
  "--reason",
  "Better recall for everyone.",
];
const wayBack = ["--rollback-summary", "Serve the former version from the registry.", "--rollback-minutes", "10"];

async function requireChecks() {
  const place = { model: "income-eligibility", tier: "medium", environment: "production" } as const;
  const applicable = await findApplicablePolicy(ci.world.system(), place);
  if (!applicable) throw new Error("no policy applies");
  const kind = { kind: "ci_checks", require: ["transformation_tests"] };
  const gate = gateSchema.parse({ id: "ci", title: "CI checks", severity: "block", ...kind });
  await publishByTwo(ci.world, { ...applicable.policy, gates: [...applicable.policy.gates, gate] });
}
const evaluate = async () => {
  const { id } = await shown(ci.world, 1);
  await evaluatePromotionJob(
    { projectId: ci.world.projectId, promotionId: id },
    { db, signal: new AbortController().signal, attempt: 1 },
  );
};

describe("from run to promotion", () => {
  it("registers, asks, and is answered the same when it is run again", async () => {
    const [row] = await db.select().from(runs).where(eq(runs.projectId, ci.world.projectId)).limit(1);
    await db.insert(runs).values({ ...(row as typeof runs.$inferInsert), id: "next", contentDigest: "sha256:next" });
    const register = () => ci.run(["register", "--model", "income-eligibility", "--run", "next"]);
    expect([await register(), await register()]).toMatchObject([
      { code: 0, out: "3\n" },
      { code: 0, out: "3\n" },
    ]);
    expect(await ci.run([...promote, ...wayBack])).toMatchObject({
      code: 0,
      out: "P-1\n",
      err: expect.stringContaining("/promotions/1"),
    });
    expect(await ci.run([...promote, ...wayBack])).toMatchObject({ code: 0, out: "P-1\n" });
    expect(
      await ci.run([...promote, "--rollback-summary", "Something else entirely.", "--rollback-minutes", "5"]),
    ).toMatchObject({ code: 1, err: expect.stringContaining("P-1 already asks") });
  });

  it("reads plans from a file and refuses what is none", async () => {
    const plan = ci.write(
      "plan.json",
      JSON.stringify({ rollbackPlan: { summary: "Serve the former version again.", minutes: 5 } }),
    );
    expect(await ci.run([...promote, "--plan", plan])).toMatchObject({ code: 0, out: "P-1\n" });
    expect(await ci.run([...promote, "--plan", ci.write("none.json", "[1]")])).toMatchObject({
      code: 2,
      err: expect.stringContaining("is not a plan"),
    });
    expect(await ci.run(promote.slice(0, -2))).toMatchObject({ code: 2, err: "countersign: --reason is missing.\n" });
  });
});

describe("countersign gate", () => {
  it("ends with 0 when the gates pass, and with 3 while people have not approved", async () => {
    await ci.run([...promote, ...wayBack]);
    const passed = await ci.run(["gate", "P-1", "--json"]);
    expect([passed.code, JSON.parse(passed.out)]).toMatchObject([
      0,
      { state: "awaiting_approval", verdict: "passed", exitCode: 0 },
    ]);
    const waiting = await ci.run(["gate", "1", "--until", "approval"]);
    expect(waiting).toMatchObject({
      code: 3,
      out: expect.stringContaining("Next: "),
      err: expect.stringContaining("not settled yet"),
    });
    expect(await ci.run(["gate", "1", "--until", "approval", "--wait", "--timeout", "1ms"])).toMatchObject({ code: 3 });
  });

  it("ends with 1 at once when a gate failed, even when told to wait, and says what would help", async () => {
    await requireChecks();
    await ci.check("--status", "failed");
    await ci.run([...promote, ...wayBack]);
    const { code, out } = await ci.run(["gate", "P-1", "--wait"]);
    expect(code).toBe(1);
    expect(out).toContain("failed: CI checks");
    expect(out).toContain(`countersign check --kind transformation_tests --commit ${commit} --junit report.xml`);
  });

  it("waits for evidence that is missing, and goes on when it arrives", async () => {
    await requireChecks();
    await ci.run([...promote, ...wayBack]);
    expect(await ci.run(["gate", "P-1"])).toMatchObject({
      code: 1,
      out: expect.stringContaining("inconclusive: CI checks"),
    });
    const asking = new Promise<void>((resolve) => {
      ci.onSeen = ({ method }) => method === "GET" && resolve();
    });
    const waiting = ci.run(["gate", "P-1", "--wait", "--interval", "1s"]);
    await asking;
    expect(await ci.check("--status", "passed")).toMatchObject({
      out: "pytest: passed (recorded)\nP-1 is evaluated again\n",
    });
    await evaluate();
    expect(await waiting).toMatchObject({ code: 0, out: expect.stringContaining("awaiting approval") });
  });

  it("ends with 1 when people reject it", async () => {
    await ci.run([...promote, ...wayBack]);
    const { subjectDigest } = await shown(ci.world, 1);
    await rejectPromotion(ci.world.as("rosa"), { number: 1, subjectDigest, comment: "It harms people who need it." });
    expect(await ci.run(["gate", "P-1", "--until", "approval", "--wait"])).toMatchObject({
      code: 1,
      out: expect.stringContaining("rejected"),
    });
  });

  it.each([
    ["no number", ["gate"], "Give the promotion's number"],
    ["an unknown goal", ["gate", "1", "--until", "noon"], "--until is gates, approval or rollout"],
    ["a time that is none", ["gate", "1", "--timeout", "soon"], "--timeout is a time such as 90s"],
    ["to look without a pause", ["gate", "1", "--wait", "--interval", "0s"], "--interval is 1s or more"],
    ["a pause that is too short", ["gate", "1", "--interval", "999ms"], "--interval is 1s or more"],
    ["a promotion that is not there", ["gate", "P-99"], "Promotion P-99 was not found"],
  ])("refuses %s", async (_name, args, message) => {
    expect(await ci.run(args)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
  });
});
