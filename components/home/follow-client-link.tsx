"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { followClientLink } from "@/lib/mlflow/client-link";

/** Goes on to the run or version that MLflow's client printed a link to: only the browser sees what is after the #. */
export function FollowClientLink({ project }: { project: string }) {
  const router = useRouter();
  useEffect(() => {
    const page = followClientLink(project, window.location.hash);
    if (page) router.replace(page);
  }, [project, router]);
  return null;
}
