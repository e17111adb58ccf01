import { Chip } from "@/components/ui/chip";
import { Panel } from "@/components/ui/panel";
import { ScrollArea } from "@/components/ui/scroll-area";
import { Section } from "@/components/ui/section";
import { StatusBadge } from "@/components/ui/status-badge";
import { Table, Td, Th } from "@/components/ui/table";
import { type Axis, axes } from "@/db/enums";
import type { AxisDetails, ParamValue } from "@/db/schema/experiments";
import { type AxisDiff, type AxisValues, axisLabels, missingAxes } from "@/lib/experiments/axes";
import { formatList, plural, shortDigest } from "@/lib/format";
import { paramText } from "./param-value";

type RunAxesProps = {
  own: AxisValues;
  details: AxisDetails;
  params: Record<string, ParamValue>;
  algorithm: string | null;
  diff: AxisDiff | null;
};

/** What an axis value means in words; the digest alone says nothing to a person. */
function readAs(
  axis: Axis,
  { details, params, algorithm }: Pick<RunAxesProps, "details" | "params" | "algorithm">,
): string {
  switch (axis) {
    case "code_commit":
      return [details.code?.message, details.code?.entryPoint].filter(Boolean).join(" · ");
    case "dataset_snapshot":
      return details.dataset?.trainName ?? "";
    case "hyperparameters": {
      const names = Object.keys(params);
      const shown = names.slice(0, 4).map((name) => `${name} ${paramText(params[name]).slice(0, 24)}`);
      return [
        algorithm,
        names.length > 0 ? formatList(shown) : "no parameters",
        names.length > 4 ? `and ${names.length - 4} more` : "",
      ]
        .filter(Boolean)
        .join(", ");
    }
    case "runtime_image": {
      const { python, sklearn, packages } = details.runtime ?? {};
      return [
        python && `Python ${python}`,
        sklearn && `scikit-learn ${sklearn}`,
        typeof packages === "number" && plural(packages, "package"),
      ]
        .filter(Boolean)
        .join(", ");
    }
    case "seed_policy":
      return details.seed === undefined ? "no seed on record" : `this run used seed ${details.seed}`;
    default:
      return "";
  }
}

const isDigest = (value: string) => /^(sha256:)?[0-9a-f]{32,}$/i.test(value);

/** The six axes: value, meaning, and whether it moved against the baseline. */
export function RunAxes({ own, details, params, algorithm, diff }: RunAxesProps) {
  const recorded = axes.length - missingAxes(own).length;
  return (
    <Section
      id="axes"
      title="Six axes"
      meta={`${recorded} of ${axes.length} recorded`}
      actions={diff?.confounded ? <Chip tone="warn">Confounded: {diff.moved.length} moved</Chip> : undefined}
    >
      <Panel>
        <ScrollArea className="overflow-x-auto">
          <Table caption="Six reproducibility axes">
            <thead>
              <tr>
                <Th>Axis</Th>
                {diff && <Th>Against baseline</Th>}
                <Th>Value</Th>
                <Th>Reads as</Th>
              </tr>
            </thead>
            <tbody>
              {axes.map((axis) => {
                const value = own[axis];
                const change = diff?.changes.find((one) => one.axis === axis);
                return (
                  <tr key={axis} data-tone={change?.state === "equal" ? "muted" : undefined}>
                    <th scope="row" className="font-normal!">
                      {axisLabels[axis]}
                    </th>
                    {diff && (
                      <Td>
                        {change?.state === "moved" ? (
                          <span className="text-accent-ink">≠ moved</span>
                        ) : change?.state === "equal" ? (
                          "= equal"
                        ) : (
                          "cannot tell"
                        )}
                      </Td>
                    )}
                    <Td>
                      {value === null ? (
                        <StatusBadge tone="warn">not on record</StatusBadge>
                      ) : (
                        <bdi className="font-mono text-s" title={value}>
                          {isDigest(value) ? shortDigest(value) : value}
                        </bdi>
                      )}
                    </Td>
                    <Td className="max-w-80 truncate">
                      <bdi>{value === null ? "" : readAs(axis, { details, params, algorithm })}</bdi>
                    </Td>
                  </tr>
                );
              })}
            </tbody>
          </Table>
        </ScrollArea>
      </Panel>
    </Section>
  );
}
