import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reachedSteps, reminderSteps, stepTimes } from "./reminder-steps";

const at = (hours: number) => new Date(Date.UTC(2026, 10, 23) + hours * 3_600_000);

describe("reminding", () => {
  it.each([
    [0, []],
    [35.9, []],
    [36, ["due_soon"]],
    [47.9, ["due_soon"]],
    [48, ["due_soon", "overdue"]],
    [71.9, ["due_soon", "overdue"]],
    [72, ["due_soon", "overdue", "escalated"]],
    [1000, ["due_soon", "overdue", "escalated"]],
  ])("of 48 hours, at hour %d these steps are reached: %o", (hours, steps) => {
    expect(reachedSteps(at(0), at(48), at(hours))).toEqual(steps);
  });

  it("comes at least an hour before, never before the clock starts, and escalates after four hours at the earliest", () => {
    expect(stepTimes(at(0), at(2)).due_soon).toEqual(at(1));
    expect(stepTimes(at(0), at(0.5)).due_soon).toEqual(at(0));
    expect(stepTimes(at(0), at(2)).escalated).toEqual(at(6));
    expect(stepTimes(at(0), at(1000)).due_soon).toEqual(at(976));
    expect(stepTimes(at(0), at(1000)).escalated).toEqual(at(1024));
  });

  it("reaches further where people need days to act", () => {
    expect(stepTimes(at(0), at(1000), 72).due_soon).toEqual(at(928));
    expect(stepTimes(at(0), at(1000), 72).escalated).toEqual(at(1072));
    expect(stepTimes(at(0), at(100), 72).due_soon).toEqual(at(75));
    expect(reachedSteps(at(0), at(1000), at(930), 72)).toEqual(["due_soon"]);
  });

  it("steps come in order whatever the deadline", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 5000, noNaN: true }),
        fc.double({ min: -100, max: 5000, noNaN: true }),
        (given, now) => {
          const times = stepTimes(at(0), at(given));
          expect(times.due_soon.getTime()).toBeLessThanOrEqual(times.overdue.getTime());
          expect(times.overdue.getTime()).toBeLessThan(times.escalated.getTime());
          const reached = reachedSteps(at(0), at(given), at(now));
          expect(reached).toEqual(reminderSteps.slice(0, reached.length));
        },
      ),
    );
  });
});
