/** How long the link that sets a new account's first password can be used. */
export const inviteHours = 7 * 24;
/** How long the first administrator's set-up link, and a password reset made on the command line, can be used. */
export const setupHours = 24;
