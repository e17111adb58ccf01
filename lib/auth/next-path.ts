/** Where to go after signing in: a path of this console, or its front page when the wish is anything else. */
export function nextPath(wish: unknown): string {
  if (typeof wish !== "string" || !/^\/(?![/\\])/.test(wish) || wish.length > 2_000) return "/";
  const base = "http://console.invalid";
  try {
    const url = new URL(wish, base);
    const isScreen = !/^\/(sign-in|setup|api)(\/|$)/.test(url.pathname);
    return url.origin === base && isScreen ? `${url.pathname}${url.search}${url.hash}` : "/";
  } catch {
    return "/";
  }
}
