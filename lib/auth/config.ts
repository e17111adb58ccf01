import "server-only";
import type { NextAuthOptions } from "next-auth";
import type { TokenSet } from "openid-client";
import { z } from "zod";
import { getDb } from "@/db/client";
import { getEnv } from "@/lib/env";
import { DomainError } from "@/lib/errors";
import { logger } from "@/lib/log";
import { endSession } from "./commands/end-session";
import { signInWithOidc } from "./commands/sign-in-with-oidc";
import { authSecret, cookieName, cookieOptions, sessionSeconds } from "./cookies";
import { findLiveSession } from "./live-session";
import { userContext } from "./session";
import { endCurrentSession } from "./sign-in-and-go";
import { signInContext } from "./sign-in-context";

/** The identity provider from the environment, as the sign-in page names it; null when none is configured. */
export function oidcProvider(): { issuer: string; name: string } | null {
  const env = getEnv();
  return env.OIDC_ISSUER ? { issuer: env.OIDC_ISSUER, name: env.OIDC_NAME ?? "single sign-on" } : null;
}

function providers(): NextAuthOptions["providers"] {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = getEnv();
  if (!issuer || !clientId || !clientSecret) return [];
  return [
    {
      id: "oidc",
      name: "OpenID Connect",
      type: "oauth",
      issuer,
      wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
      clientId,
      clientSecret,
      idToken: true,
      checks: ["pkce", "state", "nonce"],
      // Asking for a largest age obliges the provider to say when the person proved who they are (OpenID Connect Core 3.1.2.1).
      authorization: { params: { scope: "openid email profile", max_age: sessionSeconds } },
      // Strict providers put name and e-mail only into userinfo; who it is comes from the verified ID token.
      userinfo: {
        request: async ({ client, tokens }) => {
          const verified = tokens as TokenSet;
          return { ...(await client.userinfo(verified)), ...verified.claims() };
        },
      },
      profile: (claims: { sub: string; name?: string; email?: string }) => ({
        id: claims.sub,
        name: claims.name,
        email: claims.email,
      }),
    },
  ];
}

/** A fixed word for the address: thrown texts never travel in it. */
function refusal(error: unknown): "account_exists" | "disabled" | "claims" | "failed" {
  if (error instanceof z.ZodError) return "claims";
  if (!(error instanceof DomainError)) return "failed";
  return error.code === "CONFLICT" ? "account_exists" : error.code === "FORBIDDEN" ? "disabled" : "failed";
}

const cookie = (name: string, maxAge?: number) => ({ name: cookieName(name), options: { ...cookieOptions(), maxAge } });

/**
 * next-auth carries the OIDC dance and the encrypted cookie. Passwords and personas sign in through server actions,
 * which set the same cookie; the session row behind its `sid` is what every request checks.
 */
export function authOptions(): NextAuthOptions {
  return {
    secret: authSecret(),
    providers: providers(),
    session: { strategy: "jwt", maxAge: sessionSeconds },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    cookies: {
      sessionToken: cookie("session"),
      callbackUrl: cookie("callback-url"),
      csrfToken: cookie("csrf-token"),
      pkceCodeVerifier: cookie("pkce", 900),
      state: cookie("state", 900),
      nonce: cookie("nonce", 900),
    },
    callbacks: {
      async signIn({ user, profile, account }) {
        const issuer = getEnv().OIDC_ISSUER;
        if (account?.provider !== "oidc" || !issuer) return false;
        try {
          const claims = { ...profile, issuer, subject: account.providerAccountId };
          Object.assign(user, await signInWithOidc(signInContext(getDb()), claims));
          await endCurrentSession();
          return true;
        } catch (error) {
          const problem = refusal(error);
          if (problem === "failed") logger.error({ err: error }, "OIDC sign-in failed");
          return `/sign-in?error=${problem}`;
        }
      },
      /** `user` is there only right after signing in, carrying what signInWithOidc returned. */
      jwt: ({ token, user }) =>
        user && "sessionId" in user && "userId" in user
          ? { sub: String(user.userId), sid: user.sessionId }
          : { sub: token.sub, sid: token.sid },
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      async signOut({ token }) {
        const session = typeof token.sid === "string" ? await findLiveSession(getDb(), token.sid, null) : null;
        if (session) await endSession(userContext(session, 0, getDb()), { sessionId: session.sessionId });
      },
    },
    logger: {
      error: (code) => logger.error({ code }, "next-auth"),
      warn: (code) => logger.warn({ code }, "next-auth"),
      debug: () => {},
    },
  };
}
