import "server-only";
import { cookies } from "next/headers";
import { decode, encode } from "next-auth/jwt";
import { getEnv } from "@/lib/env";

/** Longest life of a session, in seconds; the session row carries the same limit and is what decides. */
export const sessionSeconds = 12 * 60 * 60;

/** Cookies are Secure and take the __Host- prefix only where the console is served over https. */
export const isSecure = (): boolean => getEnv().NEXTAUTH_URL?.startsWith("https://") ?? false;

/** Name of a cookie of ours: bound to this host and path by its prefix on https. */
export const cookieName = (name: string): string => `${isSecure() ? "__Host-" : ""}countersign.${name}`;

export const cookieOptions = () => ({ httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() }) as const;

/** Key that encrypts session cookies. The launcher generates one for the embedded database. */
export function authSecret(): string {
  const secret = getEnv().NEXTAUTH_SECRET;
  if (!secret)
    throw new Error(
      "NEXTAUTH_SECRET is not set: start the product with `npm start`, or set 32 random bytes in base64.",
    );
  return secret;
}

/** The session id in the request's cookie; null when there is none, or it was not made with our key. */
export async function readSessionCookie(): Promise<string | null> {
  const token = (await cookies()).get(cookieName("session"))?.value;
  if (!token) return null;
  try {
    const claims = await decode({ token, secret: authSecret() });
    return typeof claims?.sid === "string" ? claims.sid : null;
  } catch {
    return null;
  }
}

/** Sets the same encrypted cookie that next-auth sets after OIDC. Only in server actions and route handlers. */
export async function writeSessionCookie(userId: string, sessionId: string): Promise<void> {
  const value = await encode({ token: { sub: userId, sid: sessionId }, secret: authSecret(), maxAge: sessionSeconds });
  (await cookies()).set(cookieName("session"), value, { ...cookieOptions(), maxAge: sessionSeconds });
}

/** Removes the cookie; the caller has already ended the session row, which is what counts. */
export async function clearSessionCookie(): Promise<void> {
  (await cookies()).set(cookieName("session"), "", { ...cookieOptions(), maxAge: 0 });
}
