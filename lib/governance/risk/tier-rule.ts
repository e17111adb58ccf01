import type { RiskTier } from "@/db/enums";

/** How much stands behind an error: how many people or how much money, and how hard it is to undo. */
export const exposures = ["low", "moderate", "high"] as const;
export type Exposure = (typeof exposures)[number];

/** What the answer is used for, from insight to deciding about people. */
export const purposes = ["insight", "support", "decision"] as const;
export type Purpose = (typeof purposes)[number];

export const exposureWords: Readonly<Record<Exposure, { label: string; hint: string }>> = {
  low: { label: "Low", hint: "Few people or small sums; an error is noticed and undone within days." },
  moderate: { label: "Moderate", hint: "Hundreds of people or sums that matter; undoing takes effort." },
  high: { label: "High", hint: "Thousands of people, large sums, or harm that cannot be undone." },
};

export const purposeWords: Readonly<Record<Purpose, { label: string; hint: string }>> = {
  insight: { label: "Insight", hint: "Internal reading; nobody is treated differently because of it." },
  support: { label: "Support", hint: "People weigh it among other things before they decide." },
  decision: { label: "Decision", hint: "Decides, or in practice settles, what happens to a person." },
};

const matrix: Readonly<Record<Exposure, Readonly<Record<Purpose, RiskTier>>>> = {
  low: { insight: "low", support: "low", decision: "medium" },
  moderate: { insight: "low", support: "medium", decision: "high" },
  high: { insight: "medium", support: "high", decision: "high" },
};

/** The risk tier that exposure and purpose give. */
export const computeTier = (exposure: Exposure, purpose: Purpose): RiskTier => matrix[exposure][purpose];

const order: Readonly<Record<RiskTier, number>> = { low: 0, medium: 1, high: 2 };

/** Whether tier `a` is stricter than tier `b`. */
export const isStricter = (a: RiskTier, b: RiskTier): boolean => order[a] > order[b];
