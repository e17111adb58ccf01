const browsers: readonly [RegExp, string][] = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\//, "Firefox"],
  [/HeadlessChrome\//, "Chrome (automated)"],
  [/Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const systems: readonly [RegExp, string][] = [
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
];
const match = (list: readonly [RegExp, string][], text: string) => list.find(([pattern]) => pattern.test(text))?.[1];

/** A user agent as people recognise it: "Firefox on Linux". A hint for one's own list, never a check. */
export function browserName(userAgent: string | null): string {
  const browser = match(browsers, userAgent ?? "") ?? "A program";
  const system = match(systems, userAgent ?? "");
  return system ? `${browser} on ${system}` : browser;
}
