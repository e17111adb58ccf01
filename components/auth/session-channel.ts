"use client";

const channelName = "countersign-session";

/** Tells the other tabs of this browser that `name` has signed in. */
export function announceSignIn(name: string): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage({ signedInAs: name });
  channel.close();
}

/** Calls `listener` when another tab signs in; returns how to stop. */
export function onSignIn(listener: (name: string) => void): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (typeof data === "object" && data !== null && "signedInAs" in data) listener(String(data.signedInAs));
  };
  return () => channel.close();
}
