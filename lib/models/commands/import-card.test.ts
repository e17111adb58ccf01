import { desc, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema";
import { testDb } from "@/db/testing";
import { addFigures } from "../card-testing";
import { loadCard } from "../load-card";
import { makeMember, makeProject, makeRun } from "../testing";
import { editCard } from "./edit-card";
import { importCard } from "./import-card";
import { registerVersion } from "./register-version";

const { db } = await testDb();
const project = await makeProject(db);
const scientist = await makeMember(db, project.id, ["data_scientist"], "Marta Lindqvist");
const reviewer = await makeMember(db, project.id, ["reviewer"], "Tomas Weber");
let counter = 0;

async function makeVersion() {
  const runId = await makeRun(db, project.id);
  await addFigures(db, project.id, runId);
  const newModel = { name: `model-${++counter}`, riskTier: "medium" as const };
  return registerVersion(scientist, { newModel, runId });
}

describe("importCard", () => {
  const readme = `---
license: mit
model-index:
- name: m
  results:
  - dataset: {name: Adult, type: adult}
    task: {type: tabular-classification}
    metrics: [{type: accuracy, value: 0.99}]
---
# Imported

What it is, with {{metric:accuracy}} and {{metric:nowhere}}.
`;

  it("saves the sections as a revision; its metrics are claims, and figures come from our evidence only", async () => {
    const { versionId } = await makeVersion();
    await editCard(scientist, { versionId, seenRevision: 0, body: { users: "Kept" } });
    const saved = await importCard(scientist, { versionId, seenRevision: 1, markdown: readme });
    expect(saved).toEqual({ revision: 2, sections: ["overview", "licence", "claims"], claims: 1 });
    const card = await loadCard(scientist, db, versionId);
    expect(card.body).toMatchObject({ users: "Kept", licence: "mit" });
    expect(card.body.overview).toBe("What it is, with {{metric:accuracy}} and `metric:nowhere`.");
    expect(card.body.claims).toMatchObject([{ metric: "accuracy", value: "0.99" }]);
    expect(card.figures["metric:accuracy"]?.value).toBe(0.8523);
    const [last] = await db
      .select({ action: auditEvents.action })
      .from(auditEvents)
      .where(eq(auditEvents.objectId, versionId))
      .orderBy(desc(auditEvents.id))
      .limit(1);
    expect(last?.action).toBe("card.imported");
    await expect(importCard(scientist, { versionId, seenRevision: 2, markdown: readme })).rejects.toThrow(
      "says this already",
    );
  });

  it("refuses broken files at the field, larger ones by their size, and people who may not write", async () => {
    const { versionId } = await makeVersion();
    const seen = { versionId, seenRevision: 0 };
    await expect(importCard(scientist, { ...seen, markdown: "---\na: [\n---\n" })).rejects.toMatchObject({
      extra: { fieldErrors: { markdown: [expect.stringContaining("not YAML")] } },
    });
    await expect(importCard(scientist, { ...seen, markdown: "x".repeat(200_001) })).rejects.toThrow("larger than");
    await expect(importCard(scientist, { ...seen, markdown: `# A\n${"word ".repeat(5000)}` })).rejects.toThrow(
      "at most 20,000",
    );
    await expect(importCard(reviewer, { ...seen, markdown: readme })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
