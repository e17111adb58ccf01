"use client";

import { useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { CommandLine } from "@/components/ui/command-line";
import { ModalBody, ModalFooter } from "@/components/ui/modal";
import type { TokenScope } from "@/db/enums";
import { formatDate } from "@/lib/format-time";

export type ShownToken = { name: string; token: string; scopes: TokenScope[]; expiresAt: Date };

const never = () => () => {};

/** A token's secret, once, with a call that uses it. */
export function NewToken({ project, made, onDone }: { project: string; made: ShownToken; onDone: () => void }) {
  const origin = useSyncExternalStore(
    never,
    () => window.location.origin,
    () => "",
  );
  return (
    <>
      <ModalBody>
        <Callout tone="warn">This is the only time the token is shown. Only a hash of it is stored.</Callout>
        <CommandLine command={made.token} label="Copy token" />
        <p className="text-s text-ink-2">
          <bdi>{made.name}</bdi>, for {made.scopes.join(" and ")}, works until {formatDate(made.expiresAt)}.
        </p>
        {made.scopes.includes("ingest") && (
          <div>
            <p className="mb-1.5 text-s font-medium">Send runs with it</p>
            <CommandLine
              command={`curl -X POST '${origin}/api/v1/imports/runs?project=${project}' \\\n  -H 'Authorization: Bearer ${made.token}' \\\n  -H 'Content-Type: application/x-ndjson' \\\n  --data-binary @runs.jsonl`}
              label="Copy example"
            />
          </div>
        )}
        {(made.scopes.includes("checks") || made.scopes.includes("promote")) && (
          <div>
            <p className="mb-1.5 text-s font-medium">Use it in a pipeline</p>
            <CommandLine
              command={`curl -fsSO '${origin}/countersign.mjs'\nexport COUNTERSIGN_URL='${origin}' COUNTERSIGN_PROJECT='${project}' COUNTERSIGN_TOKEN='${made.token}'\nnode countersign.mjs --help`}
              label="Copy pipeline example"
            />
          </div>
        )}
      </ModalBody>
      <ModalFooter>
        <Button variant="primary" onClick={onDone}>
          I have copied it
        </Button>
      </ModalFooter>
    </>
  );
}
