export type StyledCurve = { id: string; name: string; colour: string; dash: string | undefined };

/** The present value of a colour token, for what cannot take CSS variables. */
export function resolveColour(within: HTMLElement, token: string): string {
  const probe = document.createElement("span");
  probe.style.color = token;
  within.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
