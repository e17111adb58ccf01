import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  afterList,
  afterLogged,
  afterRuns,
  enterExperiment,
  enterLogged,
  overlapMs,
  type RunsCursor,
  startOfWalk,
} from "./cursor";

type Run = { id: string; start: number };
const begin: RunsCursor = { phase: "runs", experiment: "1", from: null, token: null };

/** What MLflow answers: runs from a start on, by start and id, with an offset as token. */
function search(runs: readonly Run[], { from, token }: RunsCursor, size: number) {
  const sorted = runs
    .filter((run) => from === null || run.start >= from)
    .toSorted((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));
  const offset = token === null ? 0 : Number(token);
  const page = sorted.slice(offset, offset + size);
  // As upstream: a token whenever the page is full, also when nothing follows.
  return { page, next: page.length === size ? String(offset + size) : null };
}

describe("walking the runs of an experiment", () => {
  const start = fc.integer({ min: 0, max: 6 });
  const runs = fc.array(start, { maxLength: 40 }).map((all) => all.map((at, i) => ({ id: `r${i}`, start: at })));

  it("meets every run, whatever the page, how many start at once, and how often a page is read twice", () => {
    fc.assert(
      fc.property(runs, fc.integer({ min: 1, max: 9 }), fc.array(fc.boolean()), (all, size, crashes) => {
        const seen = new Set<string>();
        let at: RunsCursor | null = begin;
        let steps = 0;
        while (at) {
          const { page, next } = search(all, at, size);
          for (const run of page) seen.add(run.id);
          // Killed after reading and before writing: the same page again.
          if (crashes[steps % Math.max(1, crashes.length)] && steps % 2 === 0 && steps < 20) {
            steps++;
            continue;
          }
          at = afterRuns(at, page.at(-1)?.start ?? null, next);
          expect(++steps).toBeLessThan(200);
        }
        expect(seen.size).toBe(all.length);
      }),
    );
  });

  it("loses none when earlier runs are deleted and later ones start on the way", () => {
    fc.assert(
      fc.property(
        runs,
        fc.integer({ min: 2, max: 6 }),
        fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 12 }),
        (first, size, changes) => {
          let all = first.map((run) => ({ ...run, start: run.start * 100 + Number(run.id.slice(1)) }));
          const seen = new Set<string>();
          let at: RunsCursor | null = begin;
          for (let step = 0; at; step++) {
            const { page, next } = search(all, at, size);
            for (const run of page) seen.add(run.id);
            at = afterRuns(at, page.at(-1)?.start ?? null, next);
            const [which, adds] = changes[step] ?? [];
            if (adds) all = [...all, { id: `new${step}`, start: 1000 + step }];
            else if (which !== undefined && seen.size > 0) {
              const gone = [...seen][which % seen.size];
              all = all.filter((run) => run.id !== gone);
            }
            expect(step).toBeLessThan(200);
          }
          // What started after the walk was at its end is for the next one.
          for (const run of all) if (!run.id.startsWith("new")) expect(seen).toContain(run.id);
        },
      ),
    );
  });

  it("goes on by token only among runs of one same start", () => {
    const at = { ...begin, from: 5 };
    expect(afterRuns(at, 7, "t")).toEqual({ ...at, from: 7, token: null });
    expect(afterRuns(at, 5, "t")).toEqual({ ...at, token: "t" });
    expect(afterRuns({ ...at, token: "t" }, null, "u")).toEqual({ ...at, token: "u" });
    expect(afterRuns(at, 9, null)).toBeNull();
    expect(afterRuns({ ...at, token: "t" }, 5, "t")).toBeNull();
  });
});

describe("a sync", () => {
  it("reads an experiment whole the first time and when asked to, later from an overlap on", () => {
    expect(startOfWalk(false, null)).toBeNull();
    expect(startOfWalk(true, 1e12)).toBeNull();
    expect(startOfWalk(false, 1e12)).toBe(1e12 - overlapMs);
    expect(startOfWalk(false, 5)).toBe(0);
  });

  it("goes from experiments to open runs, experiment by experiment, to models, versions and its end", () => {
    expect(afterList({ phase: "experiments", token: null }, "t")).toEqual({ phase: "experiments", token: "t" });
    expect(afterList({ phase: "experiments", token: "t" }, null)).toEqual({ phase: "open", after: null });
    expect(enterExperiment({ remoteId: "3", from: 4 })).toEqual({ ...begin, experiment: "3", from: 4 });
    expect(enterExperiment(null)).toEqual({ phase: "logged", experiment: null, token: null });
    expect(enterLogged("7")).toEqual({ phase: "logged", experiment: "7", token: null });
    expect(enterLogged(null)).toEqual({ phase: "models", token: null });
    const logged = { phase: "logged", experiment: "7", token: "a" } as const;
    expect(afterLogged(logged, "b")).toEqual({ ...logged, token: "b" });
    expect(afterLogged(logged, "a")).toBeNull();
    expect(afterList({ phase: "models", token: "t" }, null)).toEqual({ phase: "versions", token: null });
    expect(afterList({ phase: "versions", token: null }, null)).toEqual({ phase: "done" });
  });
});
