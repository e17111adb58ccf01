import { SkeletonPage } from "@/components/ui/skeleton";

/** Up to twenty runs are paired row by row; the page is never missing, so nothing below can turn into a 404. */
export default function Loading() {
  return <SkeletonPage label="the comparison" />;
}
