import { DomainError } from "./errors";

/** Refuses a cross-site write: the Origin header must name the host that was asked. */
export function assertSameOrigin(list: Headers): void {
  const origin = list.get("origin");
  const host = list.get("x-forwarded-host") ?? list.get("host");
  if (!origin || origin === "null" || new URL(origin).host !== host) {
    throw new DomainError("FORBIDDEN", "This request did not come from the console itself.");
  }
}
