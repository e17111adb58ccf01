import Link from "next/link";
import { menuItem } from "@/components/ui/menu-item";
import { signOutAction } from "@/lib/auth/sign-in-actions";
import { paths } from "@/lib/paths";

/** Lines of the account menu: one's own settings and the way out. */
export function AccountLinks({ project }: { project: string }) {
  return (
    <>
      <Link href={paths.account(project)} className={menuItem}>
        Your sessions and password
      </Link>
      <Link href={paths.access(project)} className={menuItem}>
        What you may do
      </Link>
      <form action={signOutAction}>
        <button type="submit" className={menuItem}>
          Sign out
        </button>
      </form>
    </>
  );
}
