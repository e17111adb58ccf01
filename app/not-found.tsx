import type { Metadata } from "next";
import { BarePage } from "@/components/layout/bare-page";
import { LinkButton } from "@/components/ui/link-button";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <BarePage>
      <div className="flex flex-col items-center gap-3 text-center">
        <h1>There is nothing at this address</h1>
        <p className="max-w-prose text-ink-2">
          It may have been mistyped, or it belongs to a project you are not a member of. Nothing was changed.
        </p>
        <LinkButton href="/">Go to the start page</LinkButton>
      </div>
    </BarePage>
  );
}
