import { SubmitButton } from "@/components/ui/submit-button";
import { signOutAction } from "@/lib/auth/sign-in-actions";

/** The way out of a page that has no account menu. */
export function SignOutForm() {
  return (
    <form action={signOutAction}>
      <SubmitButton variant="default">Sign out</SubmitButton>
    </form>
  );
}
