import { ActDialog } from "@/components/acts/act-dialog";
import { reasonField } from "@/components/acts/act-field";
import { retireConsumerAction } from "@/lib/promotions/actions";

type RetireProps = { project: string; consumer: { id: string; name: string } };

/** Retires a consumer with a reason, after saying what that loosens. */
export function RetireConsumerDialog({ project, consumer }: RetireProps) {
  return (
    <ActDialog
      project={project}
      draft={`retire-consumer:${consumer.id}`}
      label="Retire"
      title={`Retire ${consumer.name}`}
      consequence="New versions are then no longer held to its schema. Open promotions of the model are evaluated again."
      done={`${consumer.name} is retired.`}
      fields={[reasonField("Kept in the audit log.")]}
      fixed={{ consumerId: consumer.id }}
      action={retireConsumerAction}
      variant="ghost"
      size="s"
    />
  );
}
