import { DisabledButton } from "@/components/ui/disabled-button";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { AgeText } from "@/components/ui/time-text";
import type { Signature } from "@/db/schema/experiments";
import { denial } from "@/lib/auth/authorize";
import { can } from "@/lib/auth/permissions";
import type { Context } from "@/lib/context";
import { plural } from "@/lib/format";
import { fieldText } from "@/lib/governance/gates/contract-diff";
import type { ConsumerView } from "@/lib/promotions/consumers-query";
import { fieldEvidenceOf } from "@/lib/promotions/run-evidence";
import { ConsumerDialog } from "./consumer-form";
import { RetireConsumerDialog } from "./retire-consumer-dialog";

type ConsumersSectionProps = {
  ctx: Context;
  project: string;
  model: { id: string; name: string };
  consumers: readonly ConsumerView[];
  owners: readonly { userId: string; name: string }[];
  /** Signature of the newest version: what the text of a new registration starts from. */
  signature: Signature | null;
  now: Date;
};

const empty: Signature = { inputs: [{ name: "age", type: "double" }], outputs: [{ type: "double" }] };
const asText = (schema: Signature): string => JSON.stringify(schema, null, 1);

function fields(schema: Signature): string {
  const side = (list: Signature["inputs"]) =>
    list
      .slice(0, 6)
      .map((field, index) => `${field.name ?? `#${index + 1}`} ${fieldText(fieldEvidenceOf(field))}`)
      .join(", ") + (list.length > 6 ? ` and ${list.length - 6} more` : "");
  const parts = [
    ...(schema.inputs.length > 0 ? [`sends ${side(schema.inputs)}`] : []),
    ...(schema.outputs.length > 0 ? [`expects ${side(schema.outputs)}`] : []),
  ];
  return parts.join("; ");
}

/** Who calls a model, the schema each is held to, and the ways to register and retire them. */
export function ConsumersSection(props: ConsumersSectionProps) {
  const { ctx, project, consumers, owners, signature, now } = props;
  const model = { id: props.model.id, name: props.model.name };
  const mayRetire = can(ctx.actor, "consumer.retire");
  return (
    <Section
      id="consumers"
      title="Consumers"
      meta={consumers.length > 0 ? plural(consumers.length, "consumer") : "who calls this model, and with what"}
      actions={
        can(ctx.actor, "consumer.register") ? (
          <ConsumerDialog {...{ project, model, owners }} schema={asText(signature ?? empty)} replaces={null} />
        ) : (
          <DisabledButton compact reasons={[denial("consumer.register")]}>
            Register a consumer
          </DisabledButton>
        )
      }
    >
      <Panel>
        {consumers.length === 0 ? (
          <p className="px-3.5 py-3 text-ink-2">
            Nobody is registered. Register the services that call this model with the schema they were built against:
            contract gates then tell whom a new version would break, before it is promoted.
          </p>
        ) : (
          <ul className="divide-y divide-line">
            {consumers.map((consumer) => (
              <li key={consumer.id} className="flex flex-wrap items-start gap-x-4 gap-y-2 px-3.5 py-3">
                <div className="min-w-0 flex-1 basis-64">
                  <div className="flex flex-wrap items-baseline gap-x-2.5">
                    <bdi className="font-medium">{consumer.name}</bdi>
                    <span className="text-s text-ink-3">
                      {consumer.ownerName ?? "nobody answers for it"}, <AgeText at={consumer.registeredAt} now={now} />
                    </span>
                  </div>
                  {consumer.description && (
                    <p className="text-s text-ink-2" dir="auto">
                      {consumer.description}
                    </p>
                  )}
                  <p className="text-xs wrap-anywhere text-ink-3">{fields(consumer.schema)}</p>
                </div>
                <div className="flex gap-2">
                  {mayRetire ? (
                    <>
                      <ConsumerDialog
                        {...{ project, model, owners }}
                        schema={asText(consumer.schema)}
                        replaces={{
                          id: consumer.id,
                          name: consumer.name,
                          description: consumer.description,
                          ownerUserId: consumer.ownerUserId,
                        }}
                      />
                      <RetireConsumerDialog project={project} consumer={{ id: consumer.id, name: consumer.name }} />
                    </>
                  ) : (
                    ["Pin another schema", "Retire"].map((label) => (
                      <DisabledButton key={label} compact size="s" reasons={[denial("consumer.retire")]}>
                        {label}
                      </DisabledButton>
                    ))
                  )}
                </div>
              </li>
            ))}
          </ul>
        )}
      </Panel>
    </Section>
  );
}
