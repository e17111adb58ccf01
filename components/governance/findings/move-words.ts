import type { FindingTransition } from "@/lib/governance/findings/finding";

type Words = { label: string; consequence: string; hint: string; done: string };

/** Each transition as a button, what it does, and what to write. */
export const moveWords: Readonly<Record<FindingTransition, Words>> = {
  mitigate: {
    label: "Report as mitigated",
    consequence: "It waits for somebody else to verify it. Until then it counts as open.",
    hint: "What was done, and where it can be seen.",
    done: "It waits for somebody to verify it.",
  },
  close: {
    label: "Verify and close",
    consequence: "You state that you looked at what was done. Open promotions that it held up are evaluated again.",
    hint: "What you looked at, and what you saw.",
    done: "The finding is closed.",
  },
  accept: {
    label: "Accept the risk",
    consequence: "It no longer holds promotions up until the date you give; then it is open again.",
    hint: "Why the risk is borne, and what keeps it small meanwhile.",
    done: "The risk is accepted until its date.",
  },
  reopen: {
    label: "Reopen",
    consequence: "It counts as open again, and blocks if it did before.",
    hint: "What is wrong or has changed.",
    done: "The finding is open again.",
  },
};
