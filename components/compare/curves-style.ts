export type StyledCurve = { id: string; name: string; colour: string; dash: string | undefined };

/** The present value of a colour token, for what cannot take CSS variables. */
export const resolveColour = (within: HTMLElement, token: string): string => colourOf(within, token, {});

/**
 * The value of a colour token in the light theme, whatever the page is in. The root resolves each pair for all below it, so the pair is
 * taken from the style sheet; where the build has written it as two switched variables, these are switched to light.
 */
export function lightColour(within: HTMLElement, token: string): string {
  const name = /^var\((--[\w-]+)\)$/.exec(token)?.[1] ?? "";
  const pair = [...document.styleSheets].flatMap((sheet) => declarations(sheet, name))[0];
  const light = { "color-scheme": "light", "--lightningcss-light": "initial", "--lightningcss-dark": " " };
  return colourOf(within, pair ?? token, light);
}

/** What style sheets say a variable is, rules within layers and media included. */
function declarations(group: CSSStyleSheet | CSSGroupingRule, name: string): string[] {
  return [...rulesOf(group)].flatMap((rule) => {
    if (rule instanceof CSSStyleRule) return rule.style.getPropertyValue(name) || [];
    return rule instanceof CSSGroupingRule ? declarations(rule, name) : [];
  });
}

function rulesOf(group: CSSStyleSheet | CSSGroupingRule): Iterable<CSSRule> {
  try {
    return group.cssRules;
  } catch {
    // A sheet of an extension of the browser, which pages may not read.
    return [];
  }
}

function colourOf(within: HTMLElement, colour: string, properties: Record<string, string>): string {
  const probe = document.createElement("span");
  for (const [name, value] of Object.entries(properties)) probe.style.setProperty(name, value);
  probe.style.color = colour;
  within.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
