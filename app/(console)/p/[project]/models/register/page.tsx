import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/layout/page-header";
import { RegisterVersionForm } from "@/components/models/register-version-form";
import { VersionArtifacts, VersionAxes, VersionSignature } from "@/components/models/version-contents";
import { Callout } from "@/components/ui/callout";
import { Digest } from "@/components/ui/digest";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { requirePage } from "@/lib/auth/page";
import { can } from "@/lib/auth/permissions";
import { DomainError } from "@/lib/errors";
import { firstTiers } from "@/lib/models/first-tier";
import { listModels, listPossibleOwners, listVersionsOfRun } from "@/lib/models/queries";
import { getVersionContent } from "@/lib/models/version-content-query";
import { versionDigest } from "@/lib/models/version-digest";
import { paths } from "@/lib/paths";

export const metadata: Metadata = { title: "Register a version" };

type Props = {
  params: Promise<{ project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function RegisterVersionPage({ params, searchParams }: Props) {
  const { ctx, project } = await requirePage(params, "version.register");
  const { run: runId, model: modelName } = await searchParams;
  const crumbs = [{ label: "Models", href: paths.models(project.name) }, { label: "Register a version" }];
  if (typeof runId !== "string" || runId === "") {
    return (
      <>
        <PageHeader crumbs={crumbs} title="Register a version" />
        <Panel>
          <EmptyState
            title="A version is made from a run"
            action={<LinkButton href={paths.experiments(project.name)}>Choose a run</LinkButton>}
          >
            Open a finished run and choose "Register version".
          </EmptyState>
        </Panel>
      </>
    );
  }
  const { run, content } = await getVersionContent(ctx.db, ctx.projectId, runId).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === "NOT_FOUND") notFound();
    throw error;
  });
  const [models, owners, registered] = await Promise.all([
    listModels(ctx),
    listPossibleOwners(ctx),
    listVersionsOfRun(ctx, run.id),
  ]);
  const digest = versionDigest(content);
  const choices = models.map((model) => ({
    id: model.id,
    name: model.name,
    nextVersion: (model.latest ?? 0) + 1,
    registeredAs: registered.find((version) => version.modelName === model.name)?.version ?? null,
  }));
  return (
    <>
      <PageHeader
        crumbs={crumbs}
        title={
          <>
            Register <bdi>{run.name}</bdi>
          </>
        }
        meta={
          <>
            <TextLink href={paths.run(project.name, run.id)}>Look at the run</TextLink>
            <Digest value={digest} label="version" />
          </>
        }
        summary="A version is bound to the digest of all that is shown below. It can be promoted by others; it cannot be changed."
      />
      {registered.length > 0 && (
        <Callout tone="warn" className="mb-4">
          This run is registered already:{" "}
          {registered.map((version, index) => (
            <span key={version.versionId}>
              {index > 0 && ", "}
              <TextLink href={paths.version(project.name, version.modelName, version.version)}>
                {version.modelName} version {version.version}
              </TextLink>
            </span>
          ))}
          . Register it again only for another model.
        </Callout>
      )}
      {run.status === "FINISHED" ? (
        <RegisterVersionForm
          project={project.name}
          runId={run.id}
          digest={digest}
          models={choices}
          chosen={choices.find((choice) => choice.name === modelName)?.id ?? null}
          owners={owners}
          tiers={firstTiers(ctx.actor)}
          actorId={ctx.actor.userId}
          mayCreate={can(ctx.actor, "model.create")}
        />
      ) : (
        <Callout tone="fail">
          This run is {run.status}. Only a FINISHED run can become a version;{" "}
          <TextLink href={paths.experiments(project.name)}>choose another run</TextLink>.
        </Callout>
      )}
      <Section title="Six axes" meta="what the digest covers">
        <Panel>
          <VersionAxes values={content.axes} />
        </Panel>
      </Section>
      <Section title="Artifacts" meta={`${content.artifacts.length} of ${content.artifacts.length}`}>
        <Panel>
          <VersionArtifacts artifacts={content.artifacts} />
        </Panel>
      </Section>
      <Section title="Signature">
        <Panel>
          <VersionSignature signature={content.signature} />
        </Panel>
      </Section>
    </>
  );
}
