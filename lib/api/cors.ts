const exposed = "ETag, RateLimit, RateLimit-Policy, Retry-After, Idempotency-Replayed, X-Request-Id";

/** Headers that let a page of another origin read the answer; none unless its origin is on the list. */
export function corsHeaders(request: Request, origins: readonly string[]): Record<string, string> {
  const origin = request.headers.get("origin");
  if (!origin || !origins.includes(origin)) return {};
  return {
    "access-control-allow-origin": origin,
    "access-control-expose-headers": exposed,
    "cross-origin-resource-policy": "cross-origin",
    vary: "Origin",
  };
}

/** The answer to a preflight: 204, and what is allowed when the origin is. */
export function preflight(request: Request, origins: readonly string[], methods: readonly string[]): Response {
  const allowed = corsHeaders(request, origins);
  if (!allowed["access-control-allow-origin"]) return new Response(null, { status: 204, headers: { vary: "Origin" } });
  return new Response(null, {
    status: 204,
    headers: {
      ...allowed,
      "access-control-allow-methods": methods.join(", "),
      "access-control-allow-headers": "Authorization, Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID",
      "access-control-max-age": "600",
    },
  });
}
