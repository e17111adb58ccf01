const colours = ["var(--color-candidate)", "var(--color-s3)", "var(--color-s4)", "var(--color-s5)", "var(--color-s6)"];
const dashes = [undefined, "6 3", "2 3", "9 3 2 3"];

export type Stroke = { colour: string; dash: string | undefined; width: number };

/** Colour and dash of a curve: grey for the baseline (index -1), then five colours in four dash patterns for the candidates. */
export function strokeOf(candidate: number): Stroke {
  if (candidate < 0) return { colour: "var(--color-baseline)", dash: undefined, width: 2.2 };
  const dash = dashes[Math.floor(candidate / colours.length) % dashes.length];
  return { colour: colours[candidate % colours.length] ?? "currentColor", dash, width: 1.6 };
}
