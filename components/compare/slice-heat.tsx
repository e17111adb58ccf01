"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "@/components/ui/skeleton";

/** The heat map is drawn in the browser from its figures: thousands of cells would make the page heavy. */
export const SliceHeat = dynamic(() => import("./slice-heat-drawing").then((module) => module.SliceHeatDrawing), {
  ssr: false,
  loading: () => <Skeleton className="h-72 w-full" />,
});
