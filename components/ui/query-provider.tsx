"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";

const newClient = () => new QueryClient({ defaultOptions: { queries: { retry: false } } });
let held: QueryClient | undefined;

/** One for the browser, so that parts of a page share what they asked for; on the server one per request, so that nothing leaks. */
function clientOfThisSide(): QueryClient {
  if (typeof window === "undefined") return newClient();
  held ??= newClient();
  return held;
}

/** Lets the components inside ask the server through TanStack Query. */
export function QueryProvider({ children }: { children: ReactNode }) {
  return <QueryClientProvider client={clientOfThisSide()}>{children}</QueryClientProvider>;
}
