import { Digest } from "@/components/ui/digest";
import { Panel } from "@/components/ui/panel";
import { ScrollArea } from "@/components/ui/scroll-area";
import { Section } from "@/components/ui/section";
import { StatusBadge } from "@/components/ui/status-badge";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { Signature, SignatureField } from "@/db/schema/experiments";
import type { Artifact } from "@/lib/experiments/run-queries";
import { formatBytes, plural } from "@/lib/format";
import { paths } from "@/lib/paths";

const total = (artifacts: readonly Artifact[]) =>
  artifacts.reduce((sum, artifact) => sum + (artifact.sizeBytes ?? 0), 0);

type RunArtifactsProps = { project: string; runId: string; artifacts: readonly Artifact[] };

/** Files the run left, with sizes and digests. Those that were uploaded can be fetched; of the others the producer keeps the bytes. */
export function RunArtifacts({ project, runId, artifacts }: RunArtifactsProps) {
  const digested = artifacts.filter((artifact) => artifact.sha256 !== null).length;
  const stored = artifacts.filter((artifact) => artifact.isStored).length;
  return (
    <Section
      id="artifacts"
      title="Artifacts"
      meta={
        artifacts.length === 0
          ? "none on record"
          : `${plural(artifacts.length, "file")}, ${formatBytes(total(artifacts))}, ${digested} with a SHA-256, ${stored === 0 ? "kept by the producer" : `${stored} to download`}`
      }
    >
      {artifacts.length > 0 && (
        <Panel>
          <ScrollArea className="max-h-[560px] overflow-auto">
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
                    <Td className="font-mono text-s">
                      {artifact.isStored ? (
                        <TextLink href={paths.runArtifact(project, runId, artifact.path)} prefetch={false} download>
                          <bdi>{artifact.path}</bdi>
                        </TextLink>
                      ) : (
                        <bdi>{artifact.path}</bdi>
                      )}
                    </Td>
                    <Td align="end">{formatBytes(artifact.sizeBytes)}</Td>
                    <Td>
                      {artifact.sha256 ? (
                        <Digest bare value={artifact.sha256} length={32} />
                      ) : (
                        <StatusBadge tone="unknown">no digest</StatusBadge>
                      )}
                    </Td>
                  </tr>
                ))}
              </tbody>
            </Table>
          </ScrollArea>
        </Panel>
      )}
    </Section>
  );
}

function typeOf(field: SignatureField): string {
  const shape = field.shape ? ` [${field.shape.join(", ")}]` : "";
  return `${field.dtype ?? field.type}${shape}`;
}

function Side({ title, fields }: { title: string; fields: readonly SignatureField[] }) {
  return (
    <ScrollArea className="max-h-96 overflow-auto">
      <Table caption={title} density="dense">
        <thead>
          <tr>
            <Th>{title}</Th>
            <Th>Type</Th>
            <Th>Required</Th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field, index) => (
            <tr key={field.name ?? `${title} ${index}`}>
              <Td className="font-mono text-s">
                <bdi>{field.name ?? `${title.toLowerCase()} ${index + 1}`}</bdi>
              </Td>
              <Td className="font-mono text-s">{typeOf(field)}</Td>
              <Td>{field.required === false ? "optional" : "required"}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </ScrollArea>
  );
}

/** The contract of the model: what goes in, what comes out. */
export function RunSignature({ signature, problem }: { signature: Signature | null; problem: string | null }) {
  const meta = signature
    ? `${plural(signature.inputs.length, "input")}, ${plural(signature.outputs.length, "output")}`
    : "not on record";
  return (
    <Section id="signature" title="Signature" meta={meta}>
      <Panel>
        {signature && <Side title="Input" fields={signature.inputs} />}
        {signature && <Side title="Output" fields={signature.outputs} />}
        {problem && (
          <p className="p-3 text-s wrap-anywhere">
            <StatusBadge tone="warn">Cannot be read</StatusBadge> <bdi>{problem}</bdi>. A contract gate would find no
            evidence here; send the run again with a readable signature under a new id.
          </p>
        )}
        {!signature && !problem && (
          <p className="p-3 text-s text-ink-2">
            The producer sent no model signature: a contract gate would find no evidence here.
          </p>
        )}
      </Panel>
    </Section>
  );
}
