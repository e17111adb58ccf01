import { type NextRequest, NextResponse } from "next/server";
import { cookieName, cookieOptions } from "@/lib/auth/cookies";
import { contentSecurityPolicy } from "@/lib/content-security-policy";
import { getEnv } from "@/lib/env";
import { newIdAt } from "@/lib/ids";
import { paths } from "@/lib/paths";

/** Pages that make sense without a session. Everything else is still authorized by itself: this only saves a round trip. */
const open = ["/sign-in", "/setup", "/unsubscribe", "/docs/api"];

/** Uploaded files: they come with a stricter policy than pages. */
const ownPolicy = /^\/p\/[^/]+\/runs\/[^/]+\/artifacts\/./;

function signInFirst(request: NextRequest): NextResponse | null {
  const { pathname, search } = request.nextUrl;
  // A form sent after the session ended must reach its action, which answers without losing the text.
  if (request.method !== "GET" && request.method !== "HEAD") return null;
  if (open.some((path) => pathname === path || pathname.startsWith(`${path}/`))) return null;
  if (request.cookies.has(cookieName("session"))) return null;
  const url = request.nextUrl.clone();
  const target = new URL(paths.signIn(pathname === "/" ? undefined : `${pathname}${search}`), url);
  url.pathname = target.pathname;
  url.search = target.search;
  return NextResponse.redirect(url, 307);
}

/** Goes on to the page. No id or filter holds a null character, and the database refuses them: such an address is nothing. */
function answer(request: NextRequest, headers: Headers): NextResponse {
  const { pathname, search } = request.nextUrl;
  if (!/%00|\0/.test(`${pathname}${search}`)) return NextResponse.next({ request: { headers } });
  return NextResponse.rewrite(new URL("/not-found", request.url), { request: { headers } });
}

/** Keeps the last project looked at, so that the front page can go there. */
function rememberProject(request: NextRequest, response: NextResponse): void {
  // A cookie set while an action runs makes the browser load the page again, which would lose an unsent form.
  if (request.method !== "GET") return;
  const name = /^\/p\/([a-z0-9-]{1,60})(\/|$)/.exec(request.nextUrl.pathname)?.[1];
  const cookie = cookieName("project");
  if (name && request.cookies.get(cookie)?.value !== name) {
    response.cookies.set(cookie, name, { ...cookieOptions(), maxAge: 365 * 24 * 60 * 60 });
  }
}

/** Sends the signed-out to sign-in and gives each page its security headers. It never authorizes: pages and actions do. */
export function proxy(request: NextRequest): NextResponse {
  const env = getEnv();
  const isSecure = env.NEXTAUTH_URL?.startsWith("https://") ?? false;
  const nonce = Buffer.from(crypto.randomUUID()).toString("base64");
  const policy = contentSecurityPolicy({
    nonce,
    isDevelopment: env.NODE_ENV === "development",
    isSecure,
    identityProvider: env.OIDC_ISSUER,
  });
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  const requestId = newIdAt(new Date());
  headers.set("x-request-id", requestId);
  headers.set("x-path", `${request.nextUrl.pathname}${request.nextUrl.search}`);
  headers.set("content-security-policy", policy);
  const response = signInFirst(request) ?? answer(request, headers);
  if (!ownPolicy.test(request.nextUrl.pathname)) response.headers.set("content-security-policy", policy);
  // The one header a page's own script can read back: an error page quotes it.
  response.headers.set("server-timing", `request;desc="${requestId}"`);
  rememberProject(request, response);
  if (isSecure) response.headers.set("strict-transport-security", "max-age=31536000; includeSubDomains");
  return response;
}

export const config = {
  // Not the API: the framework would hold back the body of an import to let this file see it.
  matcher: ["/((?!api/|_next/static|_next/image|.*\\.(?:svg|ico|png|txt|mjs|webmanifest)$).*)"],
};
