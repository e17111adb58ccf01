import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Limits what is asked of a page to the rules of the WCAG up to 2.2, level AA. */
export const byStandard = (axe: AxeBuilder) => axe.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]);

/** The rules that a theme can break: dark differs from light in colours alone. */
export const ofColour = (axe: AxeBuilder) => axe.withRules(["color-contrast", "link-in-text-block"]);

/**
 * Serious and critical violations of the page as it stands, each with its rule and the first element. Nothing here has frames, so
 * it runs in the page alone; what passes is not gathered.
 */
export async function seriousViolations(page: Page, limit = (axe: AxeBuilder) => axe): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  const { violations } = await limit(axe).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
}

/** Shows the page in a theme with its colours there at once: one on its way to the other theme is neither. */
export async function showIn(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.evaluate(() => {
    // What inherits a colour starts on its way when the one above it has arrived.
    for (let depth = 0; depth < 20; depth++)
      for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish();
  });
}

/** Fails on serious and critical violations in either theme. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await showIn(page, colorScheme);
    expect(await seriousViolations(page), `${page.url()}, ${colorScheme}`).toEqual([]);
  }
}
