import { XMLValidator } from "fast-xml-parser";
import { describe, expect, it } from "vitest";
import { frameSvg, type LegendEntry } from "./chart-frame";

const entry = (text: string): LegendEntry => ({ mark: "line", colour: "var(--color-candidate)", text });

describe("frameSvg", () => {
  it("puts the title above, the legend below, and a ground under all of it", () => {
    const svg = frameSvg(
      '<path d="M0 0h9"/>',
      { width: 800, height: 300 },
      { title: "Recall", legend: [entry("candidate")] },
    );
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 800 372"/);
    expect(svg).toContain('<rect width="800" height="372" fill="var(--color-panel)"/>');
    expect(svg.indexOf(">Recall</text>")).toBeLessThan(svg.indexOf("M0 0h9"));
    expect(svg.indexOf("M0 0h9")).toBeLessThan(svg.indexOf(">candidate</text>"));
  });

  it("takes any name as text", () => {
    const svg = frameSvg("", { width: 10, height: 10 }, { title: "</text><script>", legend: [entry("a & b <c>")] });
    expect(svg).not.toContain("<script>");
    expect(XMLValidator.validate(svg)).toBe(true);
  });

  it("breaks a legend that is wider than the drawing into rows within it", () => {
    const legend = Array.from({ length: 9 }, (_, i) => entry(`a run with a longer name ${i}`));
    const svg = frameSvg("", { width: 800, height: 100 }, { title: "x", legend });
    const ends = [...svg.matchAll(/<text x="(\d+)" y="\d+"/g)].map(([, x]) => Number(x) + 25 * 6.2);
    expect(Math.max(...ends)).toBeLessThan(800);
    expect(new Set([...svg.matchAll(/translate\(\d+ (\d+)\)/g)].map(([, y]) => y)).size).toBeGreaterThan(2);
  });
});
