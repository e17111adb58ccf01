import type { z } from "zod";
import type { EventDefinition } from "./event-definition";
import { auditLogEvents } from "./events/audit";
import { authEvents } from "./events/auth";
import { deploymentEvents } from "./events/deployments";
import { experimentEvents } from "./events/experiments";
import { governanceEvents } from "./events/governance";
import { modelEvents } from "./events/models";
import { notificationEvents } from "./events/notifications";
import { peopleEvents } from "./events/people";
import { promotionEvents } from "./events/promotions";
import { riskEvents } from "./events/risk";
import { sourceEvents } from "./events/sources";

/** Every action that the log knows, by area. */
export const auditEventAreas = {
  promotions: promotionEvents,
  people: peopleEvents,
  deployments: deploymentEvents,
  models: modelEvents,
  experiments: experimentEvents,
  governance: governanceEvents,
  risk: riskEvents,
  notifications: notificationEvents,
  sources: sourceEvents,
  auth: authEvents,
  audit: auditLogEvents,
} as const;

const definitions = {
  ...authEvents,
  ...experimentEvents,
  ...modelEvents,
  ...governanceEvents,
  ...riskEvents,
  ...promotionEvents,
  ...peopleEvents,
  ...deploymentEvents,
  ...notificationEvents,
  ...sourceEvents,
  ...auditLogEvents,
} as const;

type Definitions = typeof definitions;
export type AuditAction = keyof Definitions;
export type AuditObjectType = Definitions[AuditAction]["objectType"];
export const auditActions = Object.keys(definitions) as AuditAction[];

export const isAuditAction = (action: string): action is AuditAction => Object.hasOwn(definitions, action);

/** A definition with its payload type forgotten: for code that handles every action alike. */
export type AnyEventDefinition = {
  objectType: AuditObjectType;
  payload: z.ZodType<Record<string, unknown>>;
  personal: readonly string[];
  describe: (payload: Record<string, unknown>) => ReturnType<EventDefinition<string, z.ZodRawShape>["describe"]>;
};

/** Payloads are parsed by the definition's own schema before `describe` sees them, so the widening is safe. */
export const definitionOf = (action: AuditAction): AnyEventDefinition =>
  definitions[action] as unknown as AnyEventDefinition;

/** What a command hands to appendAudit: the payload type follows from the action. */
export type AuditEvent = {
  [Action in AuditAction]: {
    action: Action;
    objectType: Definitions[Action]["objectType"];
    objectId: string;
    payload: z.input<Definitions[Action]["payload"]>;
    /** Why, in the actor's own words; only a commitment to it enters the leaf. */
    reason?: string | undefined;
    /** `sha256:...` of what was decided on, e.g. the subject of a promotion. */
    objectDigest?: string | undefined;
    /** Null for events of the whole installation; the context's project when left out. */
    projectId?: number | null;
  };
}[AuditAction];
