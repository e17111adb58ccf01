const jar = new Map<string, string>();

/**
 * What `next/headers` gives a request, for code that is called without a server: vitest.config.ts puts this in its place. It
 * imports nothing of ours, which would wait for it.
 */
export const cookies = async () => ({
  get: (name: string) => (jar.has(name) ? { name, value: jar.get(name) } : undefined),
  set: (name: string, value: string) => void jar.set(name, value),
});
export const headers = async () => new Headers({ "user-agent": "test" });

/** Drops every cookie. */
export const signOut = () => jar.clear();

/** The cookies that a browser sends along from now on, and no others. */
export function sendCookies(sent: Readonly<Record<string, string>>): void {
  signOut();
  for (const [name, value] of Object.entries(sent)) jar.set(name, value);
}
