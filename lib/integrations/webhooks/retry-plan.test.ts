import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { afterAttempt, givenUpAfter, mostAttempts, pauses } from "./retry-plan";

const failed = (attempt: number, more: Partial<Parameters<typeof afterAttempt>[0]> = {}) => ({
  attempt,
  statusCode: 503,
  failure: "Answered 503.",
  retryAfterSeconds: null,
  failingFor: 0,
  ...more,
});

describe("after an attempt", () => {
  it("a success ends it", () => {
    expect(afterAttempt(failed(3, { statusCode: 200, failure: null }), 0.5)).toEqual({ kind: "delivered" });
  });

  it("the pauses grow and last more than three days in all", () => {
    const waits = Array.from({ length: mostAttempts - 1 }, (_, i) => afterAttempt(failed(i + 1), 0.5));
    expect(waits).toEqual(pauses.map((inMs) => ({ kind: "retry", inMs })));
    expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBeGreaterThan(givenUpAfter);
    expect([...pauses].sort((a, b) => a - b)).toEqual(pauses);
  });

  it("410 ends it at once and switches the webhook off", () => {
    expect(afterAttempt(failed(1, { statusCode: 410 }), 0)).toEqual({
      kind: "given_up",
      disable: "it answered 410 Gone",
    });
  });

  it("the last failure gives up, and switches off only what has failed for days", () => {
    expect(afterAttempt(failed(mostAttempts, { failingFor: 1 }), 0)).toEqual({ kind: "given_up", disable: null });
    expect(afterAttempt(failed(mostAttempts, { failingFor: givenUpAfter }), 0)).toMatchObject({
      disable: expect.stringMatching(/three days/),
    });
  });

  it("the pause that the other side asks for is kept", () => {
    expect(afterAttempt(failed(1, { retryAfterSeconds: 120 }), 0.5)).toEqual({ kind: "retry", inMs: 120_000 });
  });

  it("spreads retries by at most a tenth", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: mostAttempts - 1 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, r) => {
        const step = afterAttempt(failed(n), r);
        const pause = pauses[n - 1] ?? 0;
        expect(step.kind === "retry" && Math.abs(step.inMs - pause) <= pause / 10 + 1).toBe(true);
      }),
    );
  });
});
