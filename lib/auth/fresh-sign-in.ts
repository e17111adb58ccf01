import type { UserContext } from "@/lib/context";
import { conflict, preconditionFailed } from "@/lib/errors";

const minute = 60_000;
/** How old a sign-in may be for signatures that set the rules of high-risk models. */
export const highTierSignInMinutes = 5;

/** Whether a sign-in is fresh enough at a moment; null asks for no freshness. A sign-in in the future is not fresh. */
export function isFreshSignIn(minutes: number | null, authTime: Date, at: Date): boolean {
  if (minutes === null) return true;
  const age = at.getTime() - authTime.getTime();
  return age >= 0 && age <= minutes * minute;
}

/** Refuses a signature that concerns high risk on an old sign-in; forms answer its `reason` by asking who is there. */
export function assertFreshSignIn(ctx: UserContext, what: string): void {
  if (isFreshSignIn(highTierSignInMinutes, ctx.actor.authTime, ctx.now())) return;
  throw preconditionFailed(
    `Confirm who you are: ${what} needs a sign-in at most ${highTierSignInMinutes} minutes old.`,
    { reason: "reauthenticate" },
  );
}

/**
 * Refuses a signature from a page that was drawn for another account: after somebody else signed in in a second tab, what was
 * read and written is not theirs to sign. `signer` is the account on the page; undefined where no page is involved.
 */
export function assertSigner(ctx: UserContext, signer: string | undefined): void {
  if (signer === undefined || signer === ctx.actor.userId) return;
  throw conflict(
    `${ctx.actor.name} is signed in now, but this page was opened by somebody else. Reload it and read it before you sign.`,
  );
}
