const jar = new Map<string, string>();

/**
 * What `next/headers` gives a request, for handlers that are called without a server:
 * `vi.mock("next/headers", () => import("@/lib/auth/headers-testing"))`. It imports nothing of ours, which would wait for it.
 */
export const cookies = async () => ({
  get: (name: string) => (jar.has(name) ? { name, value: jar.get(name) } : undefined),
  set: (name: string, value: string) => void jar.set(name, value),
});
export const headers = async () => new Headers();

/** Drops every cookie. */
export const signOut = () => jar.clear();
