import { Callout } from "@/components/ui/callout";
import type { FormState } from "@/lib/auth/sign-in-and-go";

/** The failure of a form outside the console, unless a field says it already. */
export function FormMessage({ state }: { state: FormState }) {
  if (!state || Object.keys(state.fieldErrors).length > 0) return null;
  return (
    <Callout tone="fail" role="alert">
      {state.message}
    </Callout>
  );
}
