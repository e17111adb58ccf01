export type StyledCurve = { id: string; name: string; colour: string; dash: string | undefined };

/** The present value of a colour token, for what cannot take CSS variables. */
export const resolveColour = (within: HTMLElement, token: string): string => colourIn(within, token, "");

/** The value of a colour token in the light theme, for files. */
export const lightColour = (within: HTMLElement, token: string): string => colourIn(within, token, "light");

function colourIn(within: HTMLElement, token: string, scheme: string): string {
  const probe = document.createElement("span");
  probe.style.colorScheme = scheme;
  probe.style.color = token;
  within.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
