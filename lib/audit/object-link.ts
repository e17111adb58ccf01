import { z } from "zod";
import { paths } from "@/lib/paths";
import type { EventView } from "./event-view";

const payload = z.object({
  number: z.number().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
  model: z.string().optional().catch(undefined),
  version: z.number().optional().catch(undefined),
  target: z.string().optional().catch(undefined),
  policy: z.string().optional().catch(undefined),
  draft: z.number().optional().catch(undefined),
});

export type ObjectLink = { text: string; href: string | null };

/** Name of the object an event is about, and where it is shown; no address for what has no page. */
export function objectLink(
  project: string,
  { object, payload: recorded }: Pick<EventView, "object" | "payload">,
): ObjectLink {
  const { number, name, model, version, target, policy, draft } = payload.parse(recorded);
  switch (object.type) {
    case "promotion":
      if (number !== undefined) return { text: `Promotion P-${number}`, href: paths.promotion(project, number) };
      break;
    case "rollout":
      if (number !== undefined) return { text: `Rollout R-${number}`, href: paths.rollout(project, number) };
      break;
    case "model":
      if (name !== undefined) return { text: `Model ${name}`, href: paths.model(project, name) };
      break;
    case "version":
      if (model !== undefined && version !== undefined)
        return { text: `${model} ${version}`, href: paths.version(project, model, version) };
      break;
    case "logged_model":
      return { text: `Logged model ${name ?? object.id}`, href: null };
    case "run":
      return { text: `Run ${name ?? object.id}`, href: paths.run(project, object.id) };
    case "experiment":
      return { text: `Experiment ${name ?? object.id}`, href: paths.experiment(project, object.id) };
    case "comparison":
      return { text: `Comparison ${name ?? object.id}`, href: paths.comparison(project, object.id) };
    case "target":
      if (target !== undefined) return { text: `Target ${target}`, href: paths.target(project, target) };
      break;
    case "policy":
      if (policy !== undefined) return { text: `Policy ${policy}`, href: paths.policy(project, policy, version) };
      break;
    case "policy_draft":
      if (draft !== undefined) return { text: `Draft D-${draft}`, href: paths.policyDraft(project, draft) };
      break;
    case "delegation":
      return { text: "Delegation", href: `${paths.access(project)}#delegations` };
    case "access_review":
      if (number !== undefined) return { text: `Access review A-${number}`, href: paths.accessReview(project, number) };
      break;
    case "check":
      return { text: `CI check ${name ?? object.id}`, href: null };
    case "finding":
      if (number !== undefined) return { text: `Finding F-${number}`, href: paths.finding(project, number) };
      break;
    case "risk_assessment":
      if (model !== undefined)
        return { text: `Risk assessment of ${model}`, href: paths.modelRisk(project, model, version) };
      break;
    case "webhook":
      return { text: `Webhook ${name ?? ""}`.trim(), href: paths.webhooks(project) };
    case "source":
      return { text: `Source ${name ?? ""}`.trim(), href: paths.sources(project) };
    case "notification_settings":
    case "response_times":
      return { text: "Notification settings", href: paths.notificationSettings(project) };
    case "member":
      return { text: "Member", href: paths.members(project) };
    case "token":
      return { text: `API token ${name ?? ""}`.trim(), href: paths.tokens(project) };
  }
  return { text: object.type, href: null };
}
