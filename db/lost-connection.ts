/** Of the driver, of the socket, and of a server that is ending or not yet open. */
const codes = new Set(["CONNECTION_CLOSED", "CONNECTION_DESTROYED", "ECONNRESET", "EPIPE", "57P01", "57P02", "57P03"]);

const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";

/** Whether a statement failed because its connection went away under it. */
export const isLostConnection = (error: unknown): boolean => codes.has(codeOf(error));

/** Whether the driver refused a statement unsent, because its pool is being closed. */
export const isClosedPool = (error: unknown): boolean => codeOf(error) === "CONNECTION_ENDED";

/** What a statement of a transaction is told when it comes after the connection is gone. */
export const lostConnection = (): Error =>
  Object.assign(new Error("The connection of this transaction was lost; nothing of it was kept."), {
    code: "CONNECTION_CLOSED",
  });

/** Whether a statement can be sent twice without changing anything; where its text leaves a doubt, it cannot. */
export const isRead = (text: string): boolean =>
  /^[\s(]*(select|with)\b/i.test(text) && !/\b(insert|update|delete|merge|into|add_job|nextval)\b/i.test(text);
