import { LinkButton } from "@/components/ui/link-button";

/** An id that is not in this project; the shell around it stays. */
export default function NotInProject() {
  return (
    <div className="mx-auto flex max-w-xl flex-col items-center gap-3 px-4 py-12 text-center">
      <h1>This is not in the project</h1>
      <p className="text-ink-2">
        The address may have been mistyped, or what it names belongs to another project. Nothing is ever deleted here:
        an id that once worked still does.
      </p>
      <LinkButton href="/">Go to the start page</LinkButton>
    </div>
  );
}
