import { Digest } from "@/components/ui/digest";
import { StatusBadge } from "@/components/ui/status-badge";
import { Table, Td, Th } from "@/components/ui/table";
import { axes } from "@/db/enums";
import { formatBytes } from "@/lib/format";
import type { VersionContent } from "@/lib/models/version-digest";

/** The six axes of a version; a missing one is called out, because it can block a promotion. */
export function VersionAxes({ values }: { values: VersionContent["axes"] }) {
  return (
    <Table caption="Six reproducibility axes">
      <tbody>
        {axes.map((axis) => (
          <tr key={axis}>
            <th scope="row" className="w-48 font-mono text-s font-normal">
              {axis}
            </th>
            <Td wrap className="font-mono text-s">
              {values[axis] === null ? (
                <StatusBadge tone="warn">not recorded</StatusBadge>
              ) : (
                <AxisValue value={values[axis]} />
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function AxisValue({ value }: { value: string }) {
  return /^(sha256:)?[0-9a-f]{20,}$/.test(value) ? <Digest bare value={value} label="" /> : <bdi>{value}</bdi>;
}

/** Artifacts with size and digest; one without a digest cannot be told apart from another file. */
export function VersionArtifacts({ artifacts }: Pick<VersionContent, "artifacts">) {
  if (artifacts.length === 0)
    return <p className="px-3.5 py-3 text-ink-2">The run recorded no artifact, so no file is bound to this version.</p>;
  return (
    <Table caption="Artifacts">
      <thead>
        <tr>
          <Th>Path</Th>
          <Th align="end">Size</Th>
          <Th>SHA-256</Th>
        </tr>
      </thead>
      <tbody>
        {artifacts.map((artifact) => (
          <tr key={artifact.path}>
            <Td wrap className="font-mono text-s">
              <bdi>{artifact.path}</bdi>
            </Td>
            <Td align="end">{formatBytes(artifact.sizeBytes)}</Td>
            <Td>
              {artifact.sha256 ? (
                <Digest bare value={artifact.sha256} label="" />
              ) : (
                <StatusBadge tone="warn">not recorded</StatusBadge>
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** Inputs and outputs a consumer of the version relies on. */
export function VersionSignature({ signature }: Pick<VersionContent, "signature">) {
  if (!signature)
    return (
      <p className="px-3.5 py-3 text-ink-2">The run recorded no signature: consumers cannot check what to send.</p>
    );
  const sides = [
    ["Input", signature.inputs],
    ["Output", signature.outputs],
  ] as const;
  return (
    <Table caption="Model signature" density="dense">
      <thead>
        <tr>
          <Th>Side</Th>
          <Th>Name</Th>
          <Th>Type</Th>
          <Th>Required</Th>
        </tr>
      </thead>
      <tbody>
        {sides.flatMap(([side, fields]) =>
          fields.map((field, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a position is all that names an unnamed field
            <tr key={`${side} ${index}`}>
              <Td>{side}</Td>
              <Td className="font-mono text-s">
                <bdi>{field.name ?? `#${index + 1}`}</bdi>
              </Td>
              <Td className="font-mono text-s">
                {[field.dtype ?? field.type, field.shape && `[${field.shape.join(", ")}]`].filter(Boolean).join(" ")}
              </Td>
              <Td>{field.required === false ? "optional" : field.required ? "required" : "not stated"}</Td>
            </tr>
          )),
        )}
      </tbody>
    </Table>
  );
}
