import "server-only";
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
} from "@simplewebauthn/server";
import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { passkeys } from "@/db/schema";
import type { PasskeyAssertion } from "@/db/schema/promotions";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { authorize } from "@/lib/auth/authorize";
import { keepChallenge, listPasskeys, relyingParty, takeChallenge } from "@/lib/auth/passkeys";
import type { UserContext } from "@/lib/context";
import { conflict, invalidInput, notFound, preconditionFailed } from "@/lib/errors";
import { findPromotion } from "./load-promotion";
import { type SignWithPasskeyInput, signWithPasskeyInput } from "./schemas";

type Statement = PasskeyAssertion["statement"];
export type SigningStart = { challengeId: string; options: PublicKeyCredentialRequestOptionsJSON };

/** The digest of what is signed: an authenticator that answers this challenge answers for exactly this statement. */
const challengeOf = (statement: Statement): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.from(canonicalDigest(statement).replace("sha256:", ""), "hex"));

/** What a browser needs to have the person's authenticator sign an approval of exactly the subject that was shown. */
export async function startPasskeySignature(ctx: UserContext, raw: SignWithPasskeyInput): Promise<SigningStart> {
  authorize(ctx, "promotion.approve");
  const { number, subjectDigest } = signWithPasskeyInput.parse(raw);
  const found = await findPromotion(ctx, number);
  if (!found) throw notFound(`Promotion P-${number}`);
  const own = await listPasskeys(ctx);
  if (own.length === 0) throw preconditionFailed("You have no passkey; add one under Settings, Your account.");
  const nonce = ctx.newId();
  const statement: Statement = {
    promotionId: found.promotion.id,
    subjectDigest,
    kind: "approve",
    personId: ctx.actor.personId,
    nonce,
  };
  const options = await generateAuthenticationOptions({
    rpID: relyingParty().id,
    challenge: challengeOf(statement),
    userVerification: "required",
    allowCredentials: own.map(({ id }) => ({ id })),
  });
  const challengeId = await keepChallenge(ctx, { purpose: "sign", challenge: options.challenge, statement });
  return { challengeId, options };
}

type Answer = { challengeId: string; response: Record<string, unknown> };

/** Verifies an authenticator's answer and gives what is kept of it, so that anyone can verify it again offline. */
export async function readAssertion(
  tx: Tx,
  ctx: UserContext,
  about: { promotionId: string; subjectDigest: string },
  { challengeId, response }: Answer,
): Promise<PasskeyAssertion> {
  const site = relyingParty();
  const taken = await takeChallenge(tx, ctx, challengeId, "sign");
  const statement = taken.statement as Statement;
  if (statement.promotionId !== about.promotionId || statement.subjectDigest !== about.subjectDigest)
    throw conflict("The passkey signed something else than what is decided; start again.");
  const answer = response as unknown as AuthenticationResponseJSON;
  const [passkey] = await tx
    .select()
    .from(passkeys)
    .where(and(eq(passkeys.id, String(answer.id)), eq(passkeys.userId, ctx.actor.userId), isNull(passkeys.removedAt)));
  if (!passkey) throw invalidInput("passkey", "this passkey is not one of yours");
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: answer,
    expectedChallenge: taken.challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.id,
    requireUserVerification: true,
    credential: { id: passkey.id, publicKey: Uint8Array.from(passkey.publicKey), counter: passkey.counter },
  }).catch((error: Error) => {
    throw invalidInput("passkey", `the signature does not hold (${error.message}); start again`);
  });
  if (!verified) throw invalidInput("passkey", "the signature does not hold; start again");
  await tx
    .update(passkeys)
    .set({ counter: authenticationInfo.newCounter, lastUsedAt: ctx.now() })
    .where(eq(passkeys.id, passkey.id));
  const { authenticatorData, clientDataJSON, signature } = answer.response;
  return {
    format: "countersign.passkey-assertion/1",
    credentialId: passkey.id,
    publicKey: passkey.publicKey.toString("base64url"),
    rpId: site.id,
    origin: site.origin,
    statement,
    authenticatorData,
    clientDataJSON,
    signature,
  };
}
