import fc from "fast-check";
import type { CastName } from "./testing";

export const deciders = ["mayaTwo", "jun", "rosa", "rafi", "ines"] as const;
export type Decider = (typeof deciders)[number];
const decider = fc.constantFrom<Decider>(...deciders);
/** One step of a sequence: what somebody tries, whether or not they may. */
export const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("approve" as const), who: decider, stale: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("reject" as const, "change" as const), who: decider }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("clear" as const), who: decider }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("edit" as const),
      who: fc.constantFrom<CastName>("ines", "rosa", "maya"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("tier" as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("evaluate" as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom("demote" as const, "restore" as const),
      who: fc.constantFrom<Decider>("ines", "rosa"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("wait" as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("execute" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("waive" as const), who: decider }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("delegated" as const), from: decider, who: decider }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("break" as const),
      who: fc.constantFrom<CastName>("otto", "maya", "ines", "jun"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("review" as const), who: decider }) },
);
export type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
