import type { ReactNode } from "react";
import { ScrollArea } from "@/components/ui/scroll-area";

/** A page that fills the window: header, a body that scrolls by itself, a footer. For long tables. */
export function FullPage({ header, footer, children }: { header: ReactNode; footer?: ReactNode; children: ReactNode }) {
  return (
    <div data-full data-print="block" className="flex flex-col lg:h-[calc(100dvh-44px)]">
      <div className="flex flex-col gap-2 px-4 pt-4 lg:px-5 lg:pt-3 [&>header]:mb-0">{header}</div>
      <ScrollArea
        data-scroller
        className="mt-2 min-h-0 flex-1 overflow-auto border-t border-line bg-panel max-lg:max-h-[75dvh]"
        data-print="block"
      >
        {children}
      </ScrollArea>
      {footer}
    </div>
  );
}
