"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { markReadAction } from "@/lib/notifications/actions";

type Props = { project: string; id: string; isRead: boolean; href: string; className?: string; children: ReactNode };

/** A link that marks its notification as read on the way. */
export function ReadLink({ project, id, isRead, href, className, children }: Props) {
  const onClick = () => {
    // A lost answer only leaves it unread; the way there does not wait for it.
    if (!isRead) markReadAction(project, { ids: [id] }).catch(() => {});
  };
  return (
    <Link href={href} className={className} onClick={onClick} prefetch={false}>
      {children}
    </Link>
  );
}
