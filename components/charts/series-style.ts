const colours = ["baseline", "candidate", "s3", "s4", "s5", "s6"] as const;
const dashes = [undefined, "6 3", "2 3", "8 3 2 3"] as const;

export type SeriesStyle = { colour: string; dash: string | undefined };

/** Colour and stroke of the n-th series, baseline first; after six colours the stroke changes, so that 24 can be told apart. */
export function seriesStyle(index: number): SeriesStyle {
  const colour = colours[index % colours.length] ?? "baseline";
  return {
    colour: `var(--color-${colour})`,
    dash: dashes[Math.floor(index / colours.length) % dashes.length],
  };
}
