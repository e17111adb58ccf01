import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium } from "@playwright/test";
import { connect, type Db, type Sql } from "@/db/client";
import { connectOrStart } from "@/db/embedded";
import { migrateDatabase } from "@/db/migrate";
import { findBrowser } from "@/lib/cli/browser";
import { build, findBuild } from "@/lib/cli/build";
import { createContext, type UserContext } from "@/lib/context";
import { demoProject, loadDemo } from "@/lib/demo/load";
import { proposePolicy } from "@/lib/governance/commands/propose-policy";
import { publishPolicy } from "@/lib/governance/commands/publish-policy";
import { savePolicyDraft } from "@/lib/governance/commands/save-policy-draft";
import { startPolicyDraft } from "@/lib/governance/commands/start-policy-draft";
import { policyToYaml } from "@/lib/governance/editor/policy-yaml";
import { evaluatePolicy } from "@/lib/governance/gates/evaluate-policy";
import { evidenceSchema } from "@/lib/governance/gates/evidence";
import { type Policy, policySchema } from "@/lib/governance/policy";
import { policyPresets } from "@/lib/governance/presets";
import { paths } from "@/lib/paths";
import { evaluatePromotion } from "@/lib/promotions/commands/evaluate-promotion";
import { findPromotionPage } from "@/lib/promotions/promotion-page-query";
import { type Benchmark, type Figure, quantile, time, timingFigures } from "./measure";
import { start } from "./start";

const [gates, slices, number] = [40, 200, 6];

/** The medium preset, filled up with slice floors and regressions on slices: the gates that have most to do. */
function largePolicy(): Policy {
  const { medium } = policyPresets;
  const more = Array.from({ length: gates - medium.gates.length }, (_, index) => {
    const metric = ["recall", "precision", "accuracy"][index % 3];
    const about = { id: `more-${index}`, title: `More ${index}`, severity: "warn", metric };
    return index % 2 === 0
      ? { ...about, kind: "slice_floor", comparison: ">=", limit: 0.2 + index / 100 }
      : {
          ...about,
          kind: "regression",
          better: "higher",
          scope: "slices",
          tolerance: { kind: "absolute", value: index / 500 },
        };
  });
  return policySchema.parse({ ...medium, gates: [...medium.gates, ...more] });
}

async function persona(db: Db, sql: Sql, name: string): Promise<UserContext> {
  const [row] = await sql<{ projectId: number; userId: string; personId: string; email: string; roles: string[] }[]>`
    SELECT m.project_id AS "projectId", u.id AS "userId", u.person_id AS "personId", u.email, array_agg(m.role) AS roles
    FROM users u JOIN members m ON m.user_id = u.id WHERE u.name LIKE ${`${name}%`} GROUP BY 1, 2, 3, 4`;
  if (!row) throw new Error(`The demo's ${name} is missing.`);
  const session = { sessionId: "bench", authTime: new Date(), authMethod: "persona" } as const;
  const actor = {
    kind: "user",
    name,
    groupName: "",
    isInstanceAdmin: false,
    ...session,
    ...row,
  } as UserContext["actor"];
  return { ...createContext({ actor, projectId: row.projectId, db }), actor };
}

/** The demo's waiting promotion under a policy of 40 gates, with 200 slices and row-level predictions on both sides. */
async function enlarge(db: Db, sql: Sql): Promise<UserContext> {
  const [tomas, ines] = [await persona(db, sql, "Tom"), await persona(db, sql, "Ines")];
  await sql`
    INSERT INTO run_slices
    SELECT (jsonb_populate_record(s, jsonb_build_object('dimension', 'segment', 'value', 'segment ' || i))).*
    FROM run_slices s, generate_series(1, ${slices - 35}) i
    WHERE s.dimension = 'sex' AND s.value = 'Female' AND s.run_id IN (
      SELECT v.run_id FROM model_versions v JOIN promotions p ON p.model_id = v.model_id WHERE p.number = ${number})`;
  await sql`
    INSERT INTO predictions
    SELECT (jsonb_populate_record(p, jsonb_build_object('run_id', v.run_id))).*
    FROM predictions p JOIN runs r ON r.id = p.run_id AND r.name = 'hgb-v1-seed11',
      targets t JOIN promotions o ON o.target_id = t.id AND o.number = ${number} JOIN model_versions v ON v.id = t.stable_version_id
    ON CONFLICT DO NOTHING`;
  const draft = await startPolicyDraft(tomas, { from: "policy", policy: "Medium risk" });
  const source = policyToYaml(largePolicy());
  const { lockVersion } = await savePolicyDraft(tomas, { number: draft.number, lockVersion: 0, source });
  const reason = "Many gates, to measure the page with.";
  const { subjectDigest } = await proposePolicy(tomas, { number: draft.number, lockVersion, reason });
  await publishPolicy(ines, { number: draft.number, subjectDigest, comment: "" });
  await evaluateAgain(ines);
  return ines;
}

const evaluateAgain = (ctx: UserContext) =>
  evaluatePromotion({ ...ctx, actor: { kind: "system", job: "bench" } }, { number });

/** All data of the page: when somebody opens it first after its gates were evaluated, and when it is opened again. */
async function pageData(ctx: UserContext): Promise<Figure[]> {
  const view = () => findPromotionPage({ ...ctx }, demoProject.name, number);
  const found = await view();
  if (!found?.judged.present.evidence.paired) throw new Error("No paired predictions were prepared.");
  const first: number[] = [];
  for (let i = 0; i < 45; i++) {
    await evaluateAgain(ctx);
    const timing = await time(view, { runs: 1, warmup: 0 });
    if (i >= 5) first.push(timing.max);
  }
  first.sort((a, b) => a - b);
  const quantiles = {
    runs: first.length,
    p50: quantile(first, 0.5),
    p95: quantile(first, 0.95),
    max: first.at(-1) ?? 0,
  };
  return [
    ...timingFigures("review page, all of its data, first view after an evaluation", quantiles),
    ...timingFigures("review page, all of its data, again", await time(view, { runs: 60, warmup: 10 })),
  ];
}

async function evaluation(sql: Sql): Promise<Figure[]> {
  const [row] = await sql<{ evidence: unknown; body: unknown }[]>`
    SELECT e.evidence, v.body FROM promotion_evaluations e JOIN promotions p ON p.id = e.promotion_id AND p.evaluation = e.evaluation
    JOIN policy_versions v ON v.id = e.policy_version_id WHERE p.number = ${number}`;
  const [policy, evidence] = [policySchema.parse(row?.body), evidenceSchema.parse(row?.evidence)];
  if (policy.gates.length !== gates || evidence.candidate.slices.length < slices)
    throw new Error(`${policy.gates.length} gates and ${evidence.candidate.slices.length} slices were prepared.`);
  const timing = await time(async () => evaluatePolicy(policy, evidence), { runs: 100, warmup: 10 });
  return timingFigures(`gate evaluation, ${gates} gates x ${slices} slices`, timing);
}

/** Milliseconds until the first bytes of a page are there, which hold all that is painted first; the rest is read before the next. */
async function firstBytes(context: BrowserContext, address: string, runs: number): Promise<number[]> {
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const from = performance.now();
    const answer = await fetch(address, { headers: { cookie } });
    const reader = answer.body?.getReader();
    let part = await reader?.read();
    times.push(performance.now() - from);
    if (answer.status !== 200) throw new Error(`${address} answered ${answer.status}.`);
    while (part && !part.done) part = await reader?.read();
  }
  return times.slice(5).sort((a, b) => a - b);
}

async function inBrowser(browser: Browser, url: string): Promise<Figure[]> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${url}/sign-in`);
  await page.getByRole("button", { name: /Ines Okafor/ }).click();
  await page.waitForURL(/\/p\//);
  const address = url + paths.promotion(demoProject.name, number);
  const whole = await time(async () => (await context.request.get(address)).body(), { runs: 40, warmup: 5 });
  const first = await firstBytes(context, address, 45);
  const paints: number[] = [];
  for (let i = 0; i < 6; i++) {
    await page.goto(address, { waitUntil: "load" });
    paints.push(await page.evaluate(largestPaint));
  }
  const lcp = quantile(
    paints.slice(1).sort((a, b) => a - b),
    0.5,
  );
  const note = "median of 5, scripts in the browser's cache, machine shared with the server";
  return [
    { name: "review page over HTTP, first paint's bytes, p50", value: quantile(first, 0.5), unit: "ms" },
    { name: "review page over HTTP, first paint's bytes, p95", value: quantile(first, 0.95), unit: "ms" },
    ...timingFigures("review page over HTTP, whole document", whole),
    { name: "review page, largest contentful paint", value: lcp, unit: "ms", note },
  ];
}

const largestPaint = () =>
  new Promise<number>((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? Number.NaN)).observe({
      type: "largest-contentful-paint",
      buffered: true,
    });
  });

/** The page on which a promotion is judged, with far more on it than the demo has: its data, its document, its paint. */
export const reviewPage: Benchmark = {
  name: "review-page",
  title: `Review page of ${gates} gates x ${slices} slices`,
  async run(report) {
    if (!findBuild()) await build(report);
    const folder = mkdtempSync(join(tmpdir(), "countersign-bench-"));
    chmodSync(folder, 0o711);
    try {
      report("playing the demo");
      const server = await connectOrStart({ folder });
      await migrateDatabase(server.url);
      const { sql, db } = connect(server.url, { max: 4 });
      await loadDemo(db);
      const reader = await enlarge(db, sql);
      report("gates and data");
      const figures = await evaluation(sql);
      figures.push(...(await pageData(reader)));
      await sql.end({ timeout: 5 });
      await server.close();
      const found = await findBrowser();
      if (!found) return figures;
      report("page");
      const running = await start(folder);
      const env = { ...(process.env as Record<string, string>), ...found.env };
      const browser = await chromium.launch({ executablePath: found.path, args: [...found.args, "--no-sandbox"], env });
      try {
        return [...figures, ...(await inBrowser(browser, running.url))];
      } finally {
        await browser.close();
        await running.stop();
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
