import { paths } from "@/lib/paths";
import type { RemedyHref } from "./gate-explanation";

/** Where the next step of a gate is taken, for one version of a model. */
export function remedyHrefs(project: string, model: string, version: number): RemedyHref {
  const modelHref = paths.model(project, model);
  const places = {
    model: { href: modelHref, label: "Open the model" },
    consumers: { href: `${modelHref}#consumers`, label: "Open its consumers" },
    version: { href: paths.version(project, model, version), label: "Open the version" },
    card: { href: paths.card(project, model, version), label: "Open the model card" },
    risk: { href: paths.modelRisk(project, model), label: "Open the risk assessment" },
    findings: { href: `${paths.modelRisk(project, model)}#findings`, label: "Open the findings" },
    experiments: { href: paths.experiments(project), label: "Open experiments" },
    request: { href: paths.requestPromotion(project, model, version), label: "Ask again" },
  };
  return (place) => places[place];
}
