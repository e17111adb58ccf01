import type { ApiRoute } from "./route";
import { auditRoutes } from "./routes/audit";
import { comparisonRoutes } from "./routes/comparisons";
import { deploymentRoutes } from "./routes/deployments";
import { experimentRoutes } from "./routes/experiments";
import { governanceRoutes } from "./routes/governance";
import { importRoutes } from "./routes/imports";
import { inboxRoutes } from "./routes/inbox";
import { loggingRoutes } from "./routes/logging";
import { modelRoutes } from "./routes/models";
import { peopleRoutes } from "./routes/people";
import { policyRoutes } from "./routes/policies";
import { projectRoutes } from "./routes/project";
import { promotionRoutes } from "./routes/promotions";
import { recordRoutes } from "./routes/records";
import { riskRoutes } from "./routes/risk";
import { runRoutes } from "./routes/runs";
import { sourceRoutes } from "./routes/sources";

/** Every endpoint below /api/v1. A line per area; the areas do not know each other. */
export const apiRoutes: readonly ApiRoute[] = [
  ...experimentRoutes,
  ...runRoutes,
  ...comparisonRoutes,
  ...loggingRoutes,
  ...importRoutes,
  ...sourceRoutes,
  ...modelRoutes,
  ...promotionRoutes,
  ...policyRoutes,
  ...deploymentRoutes,
  ...riskRoutes,
  ...governanceRoutes,
  ...recordRoutes,
  ...auditRoutes,
  ...inboxRoutes,
  ...peopleRoutes,
  ...projectRoutes,
];
