/** States in which a promotion still waits for something. */
export const openPromotionStates = [
  "draft",
  "evaluating",
  "blocked",
  "awaiting_approval",
  "approved",
  "executing",
  "changes_requested",
] as const;
