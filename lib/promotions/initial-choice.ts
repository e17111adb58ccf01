type Options = {
  models: readonly {
    id: string;
    name: string;
    versions: readonly { id: string; version: number }[];
    targets: readonly { id: string; liveVersionId: string | null }[];
  }[];
};

/** What the request form starts with: the model and version of the address, and the target when there is only one to choose. */
export function initialChoice({ models }: Options, name: string | undefined, version: number) {
  const model = models.find((candidate) => candidate.name === name) ?? (models.length === 1 ? models[0] : undefined);
  const chosen = model?.versions.find((candidate) => candidate.version === version) ?? model?.versions[0];
  const free = model?.targets.filter((target) => target.liveVersionId !== chosen?.id) ?? [];
  return {
    modelId: model?.id ?? "",
    versionId: chosen?.id ?? "",
    targetId: free.length === 1 ? (free[0]?.id ?? "") : "",
  };
}
