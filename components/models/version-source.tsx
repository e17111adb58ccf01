import { Chip } from "@/components/ui/chip";
import { CommandLine } from "@/components/ui/command-line";
import { type Description, DescriptionList } from "@/components/ui/description-list";
import { TextLink } from "@/components/ui/text-link";
import { formatBytes, plural } from "@/lib/format";
import type { LoggedModelView } from "@/lib/models/logged-models/logged-model-query";
import { paths } from "@/lib/paths";

type VersionSourceProps = {
  project: string;
  model: string;
  version: { version: number; source: string; runLink: string; tags: Readonly<Record<string, string>> };
  run: { id: string; name: string };
  logged: LoggedModelView | null;
  aliases: readonly { alias: string; boundTo: string | null }[];
};

const isWebAddress = (text: string): boolean => /^https?:\/\//i.test(text) && URL.canParse(text);

/** Where the files of a version are, what they are, and how a client loads them. */
export function VersionSource({ project, model, version, run, logged, aliases }: VersionSourceProps) {
  const bound = aliases.filter(({ boundTo }) => boundTo !== null).map(({ alias }) => alias);
  const alias = bound.includes("production") ? "production" : bound[0];
  const uri = `models:/${model}/${version.version}`;
  const tags = Object.entries(version.tags);
  const items: Description[] = [
    { term: "Run", value: <TextLink href={paths.run(project, run.id)}>{run.name}</TextLink> },
    ...loggedItems(logged),
    { term: "Source", value: <bdi>{version.source || `runs:/${run.id}`}</bdi>, mono: true },
    ...(version.runLink
      ? [
          {
            term: "Run link",
            value: isWebAddress(version.runLink) ? (
              <TextLink href={version.runLink}>{version.runLink}</TextLink>
            ) : (
              <bdi>{version.runLink}</bdi>
            ),
          },
        ]
      : []),
    {
      term: "Aliases",
      value:
        aliases.length === 0 ? (
          <span className="text-ink-3">none leads here</span>
        ) : (
          <span className="flex flex-wrap gap-1.5">
            {aliases.map((one) => (
              <Chip key={one.alias} tone="neutral">
                {one.alias}
              </Chip>
            ))}
          </span>
        ),
    },
    {
      term: "Tags",
      value:
        tags.length === 0 ? (
          <span className="text-ink-3">none</span>
        ) : (
          <ul className="flex flex-col gap-0.5">
            {tags.map(([key, value]) => (
              <li key={key} className="line-clamp-3 text-s">
                <bdi className="font-mono">{key}</bdi> <bdi className="text-ink-2">{value.slice(0, 500)}</bdi>
              </li>
            ))}
          </ul>
        ),
    },
  ];
  return (
    <div className="flex flex-col gap-3.5">
      <DescriptionList items={items} />
      <CommandLine
        command={`model = mlflow.pyfunc.load_model("${alias ? `models:/${model}@${alias}` : uri}")`}
        label="Copy Python line"
      />
      {alias && (
        <p className="text-s text-ink-3">
          By alias it follows what is promoted; <code className="wrap-anywhere">{uri}</code> stays this version.
        </p>
      )}
    </div>
  );
}

function loggedItems(logged: LoggedModelView | null): Description[] {
  if (!logged) return [];
  const { manifest, requirements } = logged;
  const flavors = Object.keys(manifest?.flavors ?? {});
  const size = manifest?.sizeBytes ?? null;
  return [
    {
      term: "Logged model",
      value: (
        <>
          <bdi>{logged.name}</bdi> <code className="text-s text-ink-3">{logged.id}</code>
        </>
      ),
    },
    ...(flavors.length > 0 ? [{ term: "Flavors", value: flavors.join(", ") }] : []),
    ...(size === null ? [] : [{ term: "Size", value: formatBytes(size) }]),
    ...(requirements.length > 0
      ? [
          {
            term: "Packages",
            value: (
              <details>
                <summary>{plural(requirements.length, "package")}</summary>
                <ul className="font-mono text-s">
                  {requirements.map((line) => (
                    <li key={line}>
                      <bdi>{line}</bdi>
                    </li>
                  ))}
                </ul>
              </details>
            ),
          },
        ]
      : []),
    ...(manifest?.problem || logged.signatureProblem
      ? [{ term: "Problem", value: <span className="text-warn">{manifest?.problem ?? logged.signatureProblem}</span> }]
      : []),
  ];
}
