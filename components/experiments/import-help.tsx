import { CommandLine } from "@/components/ui/command-line";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { paths } from "@/lib/paths";

type ImportHelpProps = { project: string; origin: string; canCreateToken: boolean };

/** How the first runs come in: from a file on the server, or over HTTP with a token. */
export function ImportHelp({ project, origin, canCreateToken }: ImportHelpProps) {
  const address = `${origin}/api/v1/imports/runs?project=${encodeURIComponent(project)}`;
  return (
    <EmptyState
      title="No run has come in yet"
      command={`npm run import -- runs.jsonl --project ${project}`}
      action={canCreateToken ? <LinkButton href={paths.tokens(project)}>Create an API token</LinkButton> : undefined}
    >
      <p>Send a file of run records, one JSON object a line, from this machine:</p>
      <p className="mt-2">or over HTTP from where you train, with an API token that has the scope “ingest”:</p>
      <div className="mt-2 text-start">
        <CommandLine
          command={`curl -H "Authorization: Bearer $COUNTERSIGN_TOKEN" --data-binary @runs.jsonl "${address}"`}
        />
      </div>
      <p className="mt-2">Sending the same file again is safe: nothing is doubled.</p>
    </EmptyState>
  );
}
