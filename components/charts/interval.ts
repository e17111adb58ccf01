/** A figure with its confidence interval; low and high are null when none was recorded. */
export type Estimate = { value: number; low: number | null; high: number | null };
