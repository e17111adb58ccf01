import { artifactRoutes } from "./routes/artifacts";
import { loggedModelRoutes } from "./routes/logged-models";
import { registryRoutes } from "./routes/registry";
import { searchRoutes } from "./routes/search";
import { serverRoutes } from "./routes/server";
import { trackingRoutes } from "./routes/tracking";
import { webhookRoutes } from "./routes/webhooks";
import type { WireRoute } from "./wire/handler";

/** Every endpoint of the MLflow wire. A line per area; the areas do not know each other. */
export const wireRoutes: readonly WireRoute[] = [
  ...artifactRoutes,
  ...searchRoutes,
  ...serverRoutes,
  ...trackingRoutes,
  ...loggedModelRoutes,
  ...registryRoutes,
  ...webhookRoutes,
];
