"use client";

import { ActDialog } from "@/components/acts/act-dialog";
import { reasonField } from "@/components/acts/act-field";
import { freeAliasAction } from "@/lib/models/actions";

type FreeAliasProps = { project: string; model: { id: string; name: string }; aliases: readonly string[] };

/** Takes an alias of a model out of governance, after saying what that means for whoever loads the model by it. */
export function FreeAliasDialog({ project, model, aliases }: FreeAliasProps) {
  return (
    <ActDialog
      project={project}
      draft={`free-alias:${model.id}`}
      label="Free an alias"
      title={`Free an alias of ${model.name}`}
      consequence="Clients may then move it to any version without a promotion. Whoever loads the model by this alias gets what a client chose, not what was approved."
      done="Clients may move the alias now."
      fields={[
        {
          kind: "choice",
          name: "alias",
          label: "Alias",
          options: aliases.map((alias) => ({ value: alias, label: alias })),
        },
        reasonField("Why nothing that people depend on loads the model by it. Kept in the audit log."),
      ]}
      fixed={{ modelId: model.id, free: true }}
      action={freeAliasAction}
      submit="Free the alias"
      variant="danger"
      size="s"
    />
  );
}

type BindAliasProps = { project: string; model: { id: string }; alias: string; boundTo: string };

/** Puts a freed alias under governance again. */
export function BindAliasDialog({ project, model, alias, boundTo }: BindAliasProps) {
  return (
    <ActDialog
      project={project}
      draft={`bind-alias:${model.id}:${alias}`}
      label="Bind again"
      title={`Bind ${alias} again`}
      consequence={`It follows what serves in ${boundTo} from then on. What clients set is gone; only executed promotions move it.`}
      done={`${alias} follows ${boundTo} again.`}
      fields={[reasonField("Kept in the audit log.")]}
      fixed={{ modelId: model.id, alias, free: false }}
      action={freeAliasAction}
      variant="ghost"
      size="s"
    />
  );
}
