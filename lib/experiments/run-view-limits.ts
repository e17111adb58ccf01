export const maxColumns = 40;
/** Runs that stay on top of a table. */
export const maxPins = 20;
