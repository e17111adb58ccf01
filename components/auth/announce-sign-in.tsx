"use client";

import { useEffect } from "react";
import { announceSignIn, type SignIn } from "./session-channel";

/** Announces a finished sign-in to the tab that waits for it. */
export function AnnounceSignIn({ userId, name }: SignIn) {
  useEffect(() => announceSignIn({ userId, name }), [userId, name]);
  return null;
}
