import { ActDialog } from "@/components/acts/act-dialog";
import { reasonField } from "@/components/acts/act-field";
import { DisabledButton } from "@/components/ui/disabled-button";
import { plural } from "@/lib/format";
import { deleteModelAction } from "@/lib/models/actions";
import { type Use, whyInUse } from "@/lib/models/version-standing";

type RetireModelProps = { project: string; model: { id: string; name: string }; versions: number; use: Use };

/** Takes a model that serves nowhere out of the registry for good, with its record kept; says why while it is in use. */
export function RetireModel({ project, model, versions, use }: RetireModelProps) {
  const inUse = whyInUse(model.name, "retired", use);
  if (inUse)
    return (
      <DisabledButton compact reasons={[inUse]}>
        Retire…
      </DisabledButton>
    );
  return (
    <ActDialog
      project={project}
      draft={`retire-model:${model.id}`}
      label="Retire…"
      title={`Retire ${model.name}`}
      consequence={`The model${versions > 0 ? ` and its ${plural(versions, "version")}` : ""} can be promoted and loaded no longer, and this cannot be taken back. What was decided about it stays on record under another name, so that this one can be given again.`}
      done={`${model.name} is retired.`}
      fields={[reasonField("Kept in the audit log.")]}
      fixed={{ modelId: model.id }}
      action={deleteModelAction}
      submit="Retire the model"
      variant="danger"
    />
  );
}
