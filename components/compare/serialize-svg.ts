import { type Caption, frameSvg } from "./chart-frame";
import { lightColour } from "./curves-style";

/** An SVG text with the tokens of its colours as their values in the light theme, whatever the page is in: files are for paper. */
export function withColours(svg: string, within: HTMLElement): string {
  const known = new Map<string, string>();
  return svg.replace(/var\(--color-[a-z0-9-]+\)/g, (token) => {
    const colour = known.get(token) ?? lightColour(within, token);
    known.set(token, colour);
    return colour;
  });
}

/** A drawing of the page as a file of its own, with title and legend. */
export function serializeSvg(drawing: SVGSVGElement | null, caption: Caption): string | null {
  const within = drawing?.parentElement;
  if (!drawing || !within) return null;
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  for (const cursor of copy.querySelectorAll("[data-cursor]")) cursor.remove();
  const { width, height } = drawing.viewBox.baseVal;
  const writer = new XMLSerializer();
  const inner = [...copy.childNodes].map((node) => writer.serializeToString(node)).join("");
  const fontSize = drawing.getAttribute("font-size") ?? "11";
  return withColours(frameSvg(`<g font-size="${fontSize}">${inner}</g>`, { width, height }, caption), within);
}
