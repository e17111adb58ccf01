import { TextField } from "@/components/ui/input";

/** A password to be set: what is asked of it is said before typing. */
export function NewPasswordField({ error, label = "Password" }: { error?: string[] | undefined; label?: string }) {
  return (
    <TextField
      label={label}
      hint="At least 12 characters. A few unrelated words are easy to keep and hard to guess."
      name="password"
      type="password"
      autoComplete="new-password"
      minLength={12}
      maxLength={200}
      error={error}
    />
  );
}
