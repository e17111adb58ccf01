"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { AuthMethod } from "@/db/enums";

export type SignedInPerson = { userId: string; name: string; method: AuthMethod; project: string };

const PersonContext = createContext<SignedInPerson | null>(null);

/** Tells the forms of a page for whom it was drawn. */
export function SignedInPersonProvider({ person, children }: { person: SignedInPerson; children: ReactNode }) {
  return <PersonContext value={person}>{children}</PersonContext>;
}

/** For whom this page was drawn; null outside the console. */
export const useSignedInPerson = (): SignedInPerson | null => useContext(PersonContext);
