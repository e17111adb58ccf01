"use client";

import clsx from "clsx";
import { type ComponentProps, type Ref, useEffect, useRef, useState } from "react";

type ScrollAreaProps = Omit<ComponentProps<"div">, "tabIndex"> & { ref?: Ref<HTMLDivElement> };

/** A box whose content may be larger than it; reachable by keyboard while there is something to scroll, and until that is measured. */
export function ScrollArea({ ref, className, ...rest }: ScrollAreaProps) {
  const own = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(true);
  useEffect(() => {
    const box = own.current;
    if (!box) return;
    const measure = () => setScrolls(box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight);
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    for (const child of box.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);
  return (
    <div
      {...rest}
      ref={(node) => {
        own.current = node;
        if (typeof ref === "function") return ref(node);
        if (ref) ref.current = node;
      }}
      // Positioned, so that visually hidden text inside cannot widen the page.
      className={clsx("relative", className)}
      tabIndex={scrolls ? 0 : undefined}
    />
  );
}
