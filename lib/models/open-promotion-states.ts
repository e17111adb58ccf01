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

/** Whether a promotion in this state still waits for something. */
export const isOpen = (state: string): boolean => openPromotionStates.some((open) => open === state);
