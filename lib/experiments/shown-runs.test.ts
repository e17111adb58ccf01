import fc from "fast-check";
import { expect, it } from "vitest";
import { continuation, type ShownRuns } from "./shown-runs";
import type { RunChunk, ShownRun } from "./shown-runs-query";

const row = (id: string, of: number) => ({ id, name: `${id} of ${of}` }) as ShownRun;
const page = (ids: readonly string[]): ShownRuns => ({
  rows: ids.map((id) => row(id, 0)),
  baseline: null,
  pins: [],
  columns: [],
  after: "page",
  before: null,
  start: 0,
});
const chunk = (ids: readonly string[], of: number): RunChunk => ({
  rows: ids.map((id) => row(id, of)),
  after: `chunk ${of}`,
});
const names = (shown: ShownRuns) => shown.rows.map(({ name }) => name);

it("goes on with each run once, the newest reading of a run in the place of the first", () => {
  const shown = continuation(page(["a", "b"]))([chunk(["c", "b"], 1), chunk(["d"], 2)]);
  expect(names(shown)).toEqual(["a of 0", "b of 1", "c of 1", "d of 2"]);
  expect(shown.after).toBe("chunk 2");
});

it("answers the same list while nothing came, and leaves the one before as it was", () => {
  const start = page(["a"]);
  const continued = continuation(start);
  expect(continued([])).toBe(start);
  const chunks = [chunk(["b"], 1)];
  const once = continued(chunks);
  expect(continued([...chunks])).toBe(once);
  continued([...chunks, chunk(["c"], 2)]);
  expect(names(once)).toEqual(["a of 0", "b of 1"]);
});

it("joins chunk by chunk to what joining all at once gives, also when others come instead", () => {
  const ids = fc.array(fc.constantFrom(..."abcdefgh"), { maxLength: 5 });
  const list = fc.array(ids, { maxLength: 6 });
  fc.assert(
    fc.property(ids, list, list, (first, one, other) => {
      const start = page([...new Set(first)]);
      const continued = continuation(start);
      for (const chunks of [one.map(chunk), other.map((own, at) => chunk(own, at + 10))]) {
        for (let n = 0; n <= chunks.length; n++) {
          const sofar = chunks.slice(0, n);
          const all = new Map([start, ...sofar].flatMap(({ rows }) => rows).map((run) => [run.id, run]));
          const shown = continued(sofar);
          expect(shown.rows).toEqual([...all.values()]);
          expect(shown.after).toBe(sofar.at(-1)?.after ?? "page");
        }
      }
    }),
  );
});
