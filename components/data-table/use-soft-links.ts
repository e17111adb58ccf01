"use client";

import { useRouter } from "next/navigation";
import { type RefObject, useEffect } from "react";

/** Attribute of a plain link that `useSoftLinks` follows: "top" leads to the top of what is shown, "stay" leaves it scrolled as it is. */
export const softLink = { "data-soft": "top" } as const;

/**
 * Follows plain links inside an element without loading a new document: one listener for all rows, where a component for each link would make every
 * row dearer. Without scripts, and with a key held to open a new tab, they are links as any other.
 */
export function useSoftLinks(inside: RefObject<HTMLElement | null>): void {
  const router = useRouter();
  useEffect(() => {
    const element = inside.current;
    if (!element) return;
    const follow = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-soft]") : null;
      if (!link || event.defaultPrevented || event.button !== 0) return;
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      router.push(link.pathname + link.search, { scroll: link.dataset.soft !== "stay" });
    };
    element.addEventListener("click", follow);
    return () => element.removeEventListener("click", follow);
  }, [inside, router]);
}
