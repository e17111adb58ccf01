import {
  createWebhookHandler,
  deleteWebhookHandler,
  getWebhookHandler,
  listWebhooksHandler,
  testWebhookHandler,
  updateWebhookHandler,
} from "../webhooks/handlers";
import { route } from "../wire/handler";

/** Webhooks that MLflow's clients make, in MLflow's form. */
export const webhookRoutes = [
  route("POST", "/mlflow/webhooks", createWebhookHandler),
  route("GET", "/mlflow/webhooks", listWebhooksHandler),
  route("GET", "/mlflow/webhooks/{webhook_id}", getWebhookHandler),
  route("PATCH", "/mlflow/webhooks/{webhook_id}", updateWebhookHandler),
  route("DELETE", "/mlflow/webhooks/{webhook_id}", deleteWebhookHandler),
  route("POST", "/mlflow/webhooks/{webhook_id}/test", testWebhookHandler),
];
