"use client";

import { startAuthentication } from "@simplewebauthn/browser";
import { passkeyProblem } from "@/components/auth/passkey-problem";
import { settle } from "@/components/ui/use-action";
import { startPasskeySignatureAction } from "@/lib/promotions/actions";

export type PasskeyAnswer = { challengeId: string; response: Record<string, unknown> & { id: string } };

/** Has the person's device sign an approval of exactly this subject; a sentence when it did not. */
export async function signWithPasskey(
  project: string,
  number: number,
  subjectDigest: string,
): Promise<PasskeyAnswer | string> {
  const started = await settle(startPasskeySignatureAction, [project, { number, subjectDigest }]);
  if (!started.ok) return started.message;
  const { challengeId, options } = started.data;
  try {
    return { challengeId, response: { ...(await startAuthentication({ optionsJSON: options })) } };
  } catch (error) {
    return `The device did not sign: ${passkeyProblem(error)}.`;
  }
}
