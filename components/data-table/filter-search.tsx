import Form from "next/form";
import { Input } from "@/components/ui/input";

type FilterSearchProps = {
  /** The page's own path. */
  action: string;
  name: string;
  label: string;
  placeholder?: string;
  defaultValue?: string;
  /** Parameters of the address to keep; the page cursor is not among them. */
  keep?: Readonly<Record<string, string | undefined>>;
  error?: string;
};

/** A search box that puts its text into the address; Enter applies. */
export function FilterSearch({ action, name, label, placeholder, defaultValue, keep = {}, error }: FilterSearchProps) {
  const errorId = `${name}-filter-error`;
  return (
    <Form action={action} scroll={false} role="search" className="min-w-48 flex-1">
      {Object.entries(keep).map(
        ([key, value]) => value !== undefined && <input key={key} type="hidden" name={key} value={value} />,
      )}
      <Input
        key={defaultValue}
        type="search"
        name={name}
        aria-label={label}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? errorId : undefined}
        placeholder={placeholder}
        defaultValue={defaultValue}
        autoComplete="off"
        spellCheck={false}
        className="h-7.5!"
      />
      {error && (
        <p id={errorId} role="alert" className="mt-1 text-s text-fail">
          {error}
        </p>
      )}
    </Form>
  );
}
