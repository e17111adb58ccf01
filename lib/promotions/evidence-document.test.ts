import { expect, test } from "vitest";
import { testDb } from "@/db/testing";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { registerConsumer } from "./commands/register-consumer";
import { findEvidenceDocument, readNumber } from "./evidence-document-query";
import { findPromotionPage } from "./promotion-page-query";
import { buildWorld } from "./testing";
import { request } from "./testing-requests";

const { db } = await testDb();

test("the stored document of an evaluation is found by its number, with its digest, and replays to the same bytes", async () => {
  const world = await buildWorld(db);
  const { number } = await request(world);
  const found = await findEvidenceDocument(world.as("vera"), number, null);
  expect(found?.stored.evaluation).toBe(1);
  expect(found?.stored.digest).toBe(canonicalDigest(found?.stored.evidence));
  expect(found?.replay).toEqual({
    evidenceDigestHolds: true,
    resultsDigestHolds: true,
    subjectDigestHolds: true,
    same: true,
  });
  expect(found?.evidence).toMatchObject({
    contract: { live: { inputs: [{ name: "age" }] } },
    consumers: [],
    findings: [],
  });
  expect(await findEvidenceDocument(world.as("vera"), number, 2)).toBeNull();
  expect(await findEvidenceDocument(world.as("vera"), number + 1, null)).toBeNull();
  const other = await buildWorld(db);
  expect(await findEvidenceDocument(other.as("vera"), number, null)).toBeNull();
});

test("a consumer that would break blocks the promotion, and the page says who, what to do and where it is on record", async () => {
  const world = await buildWorld(db);
  const schema = JSON.stringify({ outputs: [{ name: "score", type: "double" }] });
  await registerConsumer(world.as("otto"), { modelId: world.modelId, name: "Case worker desk", schema });
  const { number } = await request(world);
  const page = await findPromotionPage(world.as("rosa"), "p", number);
  expect(page?.promotion.state).toBe("blocked");
  const gate = page?.gates.find((row) => row.id === "contract-consumers");
  expect(gate).toMatchObject({
    outcome: "failed",
    sentence: "Breaks Case worker desk: output score (double) removed: it is no longer given.",
    remedy: { place: "consumers" },
    formula: "breaking fields against each consumer = 0",
  });
  expect(gate?.evidence.map(({ href }) => href.split("#")[0])).toContain(`/p/p/promotions/${number}/evidence`);
});

test.each([
  ["12", 12],
  ["0", null],
  ["-1", null],
  ["1e3", null],
  ["", null],
  ["9999999999", null],
  [undefined, null],
])("%s in an address is %s", (text, number) => {
  expect(readNumber(text)).toBe(number);
});
