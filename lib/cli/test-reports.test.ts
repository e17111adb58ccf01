import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { add, countPlaywright, countVitest } from "./test-reports";

const folder = mkdtempSync(join(tmpdir(), "countersign-reports-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function report(content: unknown): string {
  const file = join(folder, "report.json");
  writeFileSync(file, JSON.stringify(content));
  return file;
}

test("counts what vitest reports", () => {
  const file = report({ numPassedTests: 5, numFailedTests: 2, numPendingTests: 1, numTodoTests: 0 });
  expect(countVitest(file, 1)).toEqual({ passed: 5, failed: 2, skipped: 1 });
});

test("a file that does not load is a failure even when no test failed", () => {
  const file = report({ numPassedTests: 5, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 });
  expect(countVitest(file, 1)).toEqual({ passed: 5, failed: 1, skipped: 0 });
});

test("a run without a report has failed", () => {
  expect(countVitest(join(folder, "none.json"), 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(countPlaywright(join(folder, "none.json"), 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("a flaky browser test has failed", () => {
  const file = report({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 } });
  expect(add(countPlaywright(file, 1), { passed: 1, failed: 0, skipped: 0 })).toEqual({
    passed: 4,
    failed: 2,
    skipped: 2,
  });
});
