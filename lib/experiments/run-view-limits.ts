export const maxColumns = 40;
/** Runs that stay on top of a table. */
export const maxPins = 20;
/** Columns that stay in view beside the run's name: more would leave no room for the rest. */
export const maxFrozen = 5;
