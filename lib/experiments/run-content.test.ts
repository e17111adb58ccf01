import fc from "fast-check";
import { expect, it } from "vitest";
import type { RunStatus } from "@/db/enums";
import { pagedContentDigest, runContentDigest } from "./run-content";

const run = {
  ...{ id: "r", status: "FINISHED" as RunStatus, codeCommit: null, datasetSnapshot: "d", featureDefinitions: null },
  ...{ hyperparameters: null, runtimeImage: null, seedPolicy: "fixed", axisDetails: { seed: 1 } },
  ...{ evalDatasetDigest: null, threshold: 0.5, params: { '"metrics":[': "a" } },
};
const content = { run, slices: [], inputs: [], evaluation: null };
const figure = fc.record({
  key: fc.oneof(fc.string({ unit: "grapheme", maxLength: 6 }), fc.string({ maxLength: 4 })),
  value: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
  raw: fc.constantFrom(null, "NaN"),
  step: fc.nat(),
  n: fc.option(fc.nat()),
});
const figures = fc.uniqueArray(figure, { selector: ({ key }) => key, maxLength: 12 });

async function* pagesOf<T>(all: readonly T[], size: number) {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size);
}

it("is the same whether metrics come at once or page by page", async () => {
  await fc.assert(
    fc.asyncProperty(figures, fc.integer({ min: 1, max: 5 }), async (metrics, size) => {
      const sorted = metrics.toSorted((a, b) => (a.key < b.key ? -1 : 1));
      const paged = await pagedContentDigest(content, pagesOf(sorted, size));
      expect(paged).toBe(runContentDigest({ ...content, metrics }));
    }),
  );
});

it("says so when pages are in another order", async () => {
  const of = (key: string) => ({ key, value: 1, raw: null, step: 0, n: null });
  expect(await pagedContentDigest(content, pagesOf([of("B"), of("a"), of("B2")], 2))).toBeNull();
});
