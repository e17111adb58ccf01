const words: Readonly<Record<string, string>> = {
  NotAllowedError: "it was cancelled or took too long; try again, and confirm when the device asks",
  AbortError: "it was interrupted; try again",
  InvalidStateError: "it holds a passkey of this account already; use that one, or another device",
  SecurityError:
    "the address of this page is not the one that passkeys are bound to; open the console at its own address",
  NotSupportedError: "it cannot make a key of a kind that is accepted here; use another device",
  ConstraintError: "it cannot confirm who you are; set up its screen lock or PIN, or use another device",
};

/** Why a device gave no passkey or signature, and what to do, instead of a browser's technical text. */
export function passkeyProblem(error: unknown): string {
  if (!(error instanceof Error)) return "it gave no reason; try again";
  return words[error.name] ?? error.message;
}
