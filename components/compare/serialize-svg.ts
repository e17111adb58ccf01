import { resolveColour } from "./curves-style";

/** A drawing of the page as a file of its own: colours resolved, ground filled. */
export function serializeSvg(drawing: SVGSVGElement | null): string | null {
  const within = drawing?.parentElement;
  if (!drawing || !within) return null;
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  for (const cursor of copy.querySelectorAll("[data-cursor]")) cursor.remove();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("font-family", "sans-serif");
  const known = new Map<string, string>();
  const colour = (token: string) => {
    const found = known.get(token) ?? resolveColour(within, token);
    known.set(token, found);
    return found;
  };
  const { width, height } = drawing.viewBox.baseVal;
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const ground = `<rect width="${width}" height="${height}" fill="var(--color-panel)"/>`;
  copy.insertAdjacentHTML("afterbegin", ground);
  return new XMLSerializer().serializeToString(copy).replace(/var\(--color-[a-z0-9-]+\)/g, (token) => colour(token));
}
