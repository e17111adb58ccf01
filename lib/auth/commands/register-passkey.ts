import "server-only";
import { type RegistrationResponseJSON, verifyRegistrationResponse } from "@simplewebauthn/server";
import { passkeys } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { contentDigest } from "@/lib/audit/canonical-json";
import { authorize } from "@/lib/auth/authorize";
import { relyingParty, takeChallenge } from "@/lib/auth/passkeys";
import { type RegisterPasskeyInput, registerPasskeySchema } from "@/lib/auth/schemas";
import { sqlState, type UserContext, withTransaction } from "@/lib/context";
import { conflict, invalidInput } from "@/lib/errors";

/** Keeps the public key of an authenticator that answered for this person, under a name they will know it by. */
export async function registerPasskey(ctx: UserContext, raw: RegisterPasskeyInput): Promise<{ passkeyId: string }> {
  authorize(ctx, "session.manage");
  const { challengeId, name, response } = registerPasskeySchema.parse(raw);
  const site = relyingParty();
  return withTransaction(ctx, async (tx) => {
    const { challenge } = await takeChallenge(tx, ctx, challengeId, "register");
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: response as unknown as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.id,
      requireUserVerification: true,
    }).catch((error: Error) => {
      throw invalidInput("response", `the authenticator's answer does not hold (${error.message}); start again`);
    });
    if (!verified || !registrationInfo)
      throw invalidInput("response", "the authenticator's answer does not hold; start again");
    const { credential } = registrationInfo;
    await tx
      .insert(passkeys)
      .values({
        id: credential.id,
        userId: ctx.actor.userId,
        name,
        publicKey: Buffer.from(credential.publicKey),
        counter: credential.counter,
        transports: credential.transports ?? [],
        createdAt: ctx.now(),
      })
      .catch((error: unknown) => {
        throw sqlState(error) === "23505" ? conflict("This passkey is registered already.") : error;
      });
    await appendAudit(
      tx,
      { ...ctx, projectId: null },
      {
        action: "passkey.registered",
        objectType: "user",
        objectId: ctx.actor.userId,
        payload: { passkeyId: credential.id, name, publicKeyDigest: contentDigest(credential.publicKey) },
      },
    );
    return { passkeyId: credential.id };
  });
}
