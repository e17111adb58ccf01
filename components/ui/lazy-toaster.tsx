"use client";

import dynamic from "next/dynamic";

const Toaster = dynamic(() => import("./toaster").then((module) => module.Toaster), { ssr: false });

/** Mounts the toaster after hydration, so that it costs the first paint nothing. */
export function LazyToaster() {
  return <Toaster />;
}
