import "server-only";
import { generateRegistrationOptions, type PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/server";
import type { UserContext } from "@/lib/context";
import { authorize } from "./authorize";
import { keepChallenge, listPasskeys, relyingParty } from "./passkeys";

export type RegistrationStart = { challengeId: string; options: PublicKeyCredentialCreationOptionsJSON };

/** What a browser needs to make a passkey for the signed-in person. */
export async function startPasskeyRegistration(ctx: UserContext, _input: object = {}): Promise<RegistrationStart> {
  authorize(ctx, "session.manage");
  const site = relyingParty();
  const known = await listPasskeys(ctx);
  const options = await generateRegistrationOptions({
    rpName: site.name,
    rpID: site.id,
    userName: ctx.actor.email,
    userDisplayName: ctx.actor.name,
    userID: new TextEncoder().encode(ctx.actor.userId),
    attestationType: "none",
    supportedAlgorithmIDs: [-7, -8, -257],
    authenticatorSelection: { userVerification: "required", residentKey: "preferred" },
    excludeCredentials: known.map(({ id }) => ({ id })),
  });
  return { challengeId: await keepChallenge(ctx, { purpose: "register", challenge: options.challenge }), options };
}
