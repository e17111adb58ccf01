import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { models } from "@/db/schema";
import { testDb } from "@/db/testing";
import { createToken } from "@/lib/auth/commands/create-token";
import { createTestProject, signedIn } from "@/lib/auth/testing";
import { serveLean } from "@/lib/lean-server-testing";
import { freeAlias } from "@/lib/models/commands/free-alias";
import { comparable, covers, type Exchange, Ids, parseRecorded, readTrace, type Sent, send } from "./replay-testing";

const { db } = await testDb();
const project = await createTestProject(db, "credit");
const person = await signedIn(db, project, "mira", ["data_scientist", "risk_officer", "admin"]);
const { token } = await createToken(person, {
  name: "client",
  scopes: ["ingest", "read", "promote", "webhooks"],
  days: 30,
});
const folder = mkdtempSync(join(tmpdir(), "countersign-replay-"));
process.env.ARTIFACTS_DIR = folder;
let lean: Awaited<ReturnType<typeof serveLean>>;
beforeAll(async () => {
  lean = await serveLean();
});
afterAll(async () => {
  await lean.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Contents of the files that were uploaded: the recording has only their sizes. */
const sizes: Record<string, number> = {
  "a.txt": 5,
  "b.json": 12,
  MLmodel: 848,
  "conda.yaml": 110,
  "python_env.yaml": 114,
  "python_model.pkl": 1274,
  "requirements.txt": 13,
};
const contents = (name: string) => (name === "MLmodel" ? "flavors: {}\n" : "").padEnd(sizes[name] ?? 0, "#");

/** The recording cut the one body that was sent to be too long. */
const tooManyMetrics = (body: string) => {
  const [, run_id = ""] = /"run_id": "(\w+)"/.exec(body) ?? [];
  return JSON.stringify({
    run_id,
    metrics: Array.from({ length: 1001 }, (_, i) => ({ key: `k${i}`, value: 1, timestamp: 1, step: 0 })),
  });
};

type Difference = { why: string; status?: number; code?: string; body?: object };
/** Where we answer otherwise on purpose. */
const otherwise: Record<number, Difference> = {
  53: { why: "the server recorded there broke on a dataset filter with an order by metric", status: 200 },
  65: {
    why: "a stage follows what serves: only an executed promotion moves it",
    status: 403,
    code: "PERMISSION_DENIED",
  },
  67: { why: "nothing serves in production", body: {} },
  81: { why: "no statement of the database is quoted", code: "RESOURCE_ALREADY_EXISTS" },
  99: { why: "an endpoint that is not offered is refused as JSON", status: 404, code: "ENDPOINT_NOT_FOUND" },
  100: { why: "newer clients ask, and are told", status: 200 },
  103: { why: "a client repeats a 500 for minutes", status: 404, code: "RESOURCE_DOES_NOT_EXIST" },
};

// A host that nobody can find is refused here.
vi.stubEnv("NEXTAUTH_SECRET", "a secret for tests that is long enough");
vi.stubEnv("WEBHOOK_ALLOW_LOOPBACK", "1");
const ids = new Ids({ "https://x.example/h": "http://127.0.0.1:9/h" });
const nameOf = ({ m, u }: Exchange, index: number) =>
  `${index}: ${m} ${u
    .replace(/\?$/, "")
    .replace(/[0-9a-f]{32}/g, "ID")
    .slice(0, 110)}`;
const exchanges = readTrace();

function bodyOf({ m, u, body }: Exchange): string {
  if (body === "<raw>") return m === "PUT" ? contents(u.replace(/\?$/, "").split("/").at(-1) ?? "") : "";
  return ids.toOurs(body.length === 1200 ? tooManyMetrics(body) : body);
}

function compare(index: number, exchange: Exchange, sent: Sent): void {
  const differs = otherwise[index];
  expect(sent.status).toBe(differs?.status ?? exchange.s);
  if (exchange.rct.startsWith("text/") || exchange.resp === "<stream>") {
    // A version is text and not a page; a page that is missing is JSON.
    if (!differs) expect(sent.type.split(";")[0]).toBe(exchange.rct.split(";")[0]?.replace("text/html", "text/plain"));
    return;
  }
  const ours = JSON.parse(sent.text);
  if (differs?.code) expect(ours.error_code).toBe(differs.code);
  if (differs?.body) expect(ours).toEqual(differs.body);
  if (differs) return;
  const said = exchange.resp.replaceAll('"current_stage": "Production"', '"current_stage": "None"');
  ids.learn(parseRecorded(said).value, ours);
  const { value, isCut } = parseRecorded(ids.toOurs(said));
  const [found, recorded] = [comparable(ours), comparable(value)];
  if (!isCut || !covers(found, recorded)) expect(found).toEqual(recorded);
}

describe.skipIf(exchanges.length === 0)("calls that the official client made of the official server", () => {
  it.each(exchanges.map((exchange, index) => [nameOf(exchange, index), index, exchange] as const))(
    "%s",
    async (_, index, exchange) => {
      const sent = await send(lean.port, token, { ...exchange, u: ids.toOurs(exchange.u), body: bodyOf(exchange) });
      compare(index, exchange, sent);
      // The alias that the recording moves is bound to production here, until a risk officer lets clients have it.
      if (exchange.u.startsWith("/api/2.0/mlflow/registered-models/create") && sent.status === 200)
        await freeChampion();
    },
  );
});

async function freeChampion(): Promise<void> {
  const [model] = await db.select({ id: models.id }).from(models).where(eq(models.name, "RM1"));
  await freeAlias(person, { modelId: model?.id, alias: "champion", free: true, reason: "the recording moves it" });
}
