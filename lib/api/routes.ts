import type { ApiRoute } from "./route";
import { auditRoutes } from "./routes/audit";
import { comparisonRoutes } from "./routes/comparisons";
import { deploymentRoutes } from "./routes/deployments";
import { experimentRoutes } from "./routes/experiments";
import { importRoutes } from "./routes/imports";
import { loggingRoutes } from "./routes/logging";
import { modelRoutes } from "./routes/models";
import { policyRoutes } from "./routes/policies";
import { promotionRoutes } from "./routes/promotions";
import { riskRoutes } from "./routes/risk";
import { runRoutes } from "./routes/runs";

/** Every endpoint below /api/v1. A line per area; the areas do not know each other. */
export const apiRoutes: readonly ApiRoute[] = [
  ...experimentRoutes,
  ...runRoutes,
  ...comparisonRoutes,
  ...loggingRoutes,
  ...importRoutes,
  ...modelRoutes,
  ...promotionRoutes,
  ...policyRoutes,
  ...deploymentRoutes,
  ...riskRoutes,
  ...auditRoutes,
];
