"use client";

const channelName = "countersign-session";

/** Who has signed in in another tab: the account, and its name to show. */
export type SignIn = { userId: string; name: string };

/** Tells the other tabs of this browser who has signed in. */
export function announceSignIn(signIn: SignIn): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage({ signedIn: signIn });
  channel.close();
}

/** Calls `listener` when another tab signs in; returns how to stop. */
export function onSignIn(listener: (signIn: SignIn) => void): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    const signIn = readSignIn(data);
    if (signIn) listener(signIn);
  };
  return () => channel.close();
}

function readSignIn(data: unknown): SignIn | null {
  if (typeof data !== "object" || data === null || !("signedIn" in data)) return null;
  const { signedIn } = data;
  if (typeof signedIn !== "object" || signedIn === null || !("userId" in signedIn && "name" in signedIn)) return null;
  return { userId: String(signedIn.userId), name: String(signedIn.name) };
}
