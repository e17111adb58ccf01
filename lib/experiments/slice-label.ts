/** "hours_band" as "hours band", "sex_x_race" as "sex × race". */
export const dimensionLabel = (dimension: string): string => dimension.replaceAll("_x_", " × ").replaceAll("_", " ");

/** "Female|White" of a two-way slice as "Female × White"; other values as they are. */
export const valueLabel = (dimension: string, value: string): string =>
  dimension.includes("_x_") ? value.replaceAll("|", " × ") : value;

/** A slice in one line: "sex = Female". */
export const sliceLabel = ({ dimension, value }: { dimension: string; value: string }): string =>
  `${dimensionLabel(dimension)} = ${valueLabel(dimension, value)}`;
