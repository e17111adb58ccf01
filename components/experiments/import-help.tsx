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
      action={canCreateToken ? <LinkButton href={paths.tokens(project)}>Create an API token</LinkButton> : undefined}
    >
      <p>
        Code that logs with MLflow logs here when its address says so. Create an API token with the scopes “ingest” and
        “read”, and set where you train:
      </p>
      <div className="mt-2 flex flex-col gap-1.5 text-start">
        <CommandLine command={`export MLFLOW_TRACKING_URI=${origin}${paths.home(project)}`} />
        <CommandLine command="export MLFLOW_TRACKING_TOKEN=cs_pat_..." />
      </div>
      <p className="mt-3">Or send a file of run records, one JSON object a line, from this machine or over HTTP:</p>
      <div className="mt-2 flex flex-col gap-1.5 text-start">
        <CommandLine command={`npm run import -- runs.jsonl --project ${project}`} />
        <CommandLine
          command={`curl -H "Authorization: Bearer $COUNTERSIGN_TOKEN" --data-binary @runs.jsonl "${address}"`}
        />
      </div>
      <p className="mt-2">Sending the same file again is safe: nothing is doubled.</p>
    </EmptyState>
  );
}
