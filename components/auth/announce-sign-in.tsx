"use client";

import { useEffect } from "react";
import { announceSignIn } from "./session-channel";

/** Announces a finished sign-in to the tab that waits for it. */
export function AnnounceSignIn({ name }: { name: string }) {
  useEffect(() => announceSignIn(name), [name]);
  return null;
}
