import Link from "next/link";
import type { ReactNode } from "react";
import { Logo } from "./logo";

/** A page without the shell: sign-in, set-up, not found, broken. */
export function BarePage({ children, width = "narrow" }: { children: ReactNode; width?: "narrow" | "wide" }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex h-11 items-center border-b border-line bg-panel px-4">
        <Link href="/" className="flex items-center gap-2 font-semibold">
          <Logo />
          Countersign
        </Link>
      </header>
      <main
        id="main"
        className={`mx-auto flex w-full flex-1 flex-col justify-center px-4 py-10 ${width === "narrow" ? "max-w-md" : "max-w-3xl"}`}
      >
        {children}
      </main>
    </div>
  );
}
