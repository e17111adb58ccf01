import {
  createLoggedModelHandler,
  deleteLoggedModelHandler,
  finishLoggedModelHandler,
  getLoggedModelHandler,
  logModelParamsHandler,
  tagLoggedModelHandler,
  untagLoggedModelHandler,
} from "../logged-models/handlers";
import { searchLoggedModels } from "../logged-models/search-handler";
import { route } from "../wire/handler";

/** Models as training runs log them, before anyone registers them. */
export const loggedModelRoutes = [
  route("POST", "/mlflow/logged-models", createLoggedModelHandler),
  route("POST", "/mlflow/logged-models/search", searchLoggedModels),
  route("GET", "/mlflow/logged-models/{model_id}", getLoggedModelHandler),
  route("PATCH", "/mlflow/logged-models/{model_id}", finishLoggedModelHandler),
  route("DELETE", "/mlflow/logged-models/{model_id}", deleteLoggedModelHandler),
  route("PATCH", "/mlflow/logged-models/{model_id}/tags", tagLoggedModelHandler),
  route("DELETE", "/mlflow/logged-models/{model_id}/tags/{tag_key}", untagLoggedModelHandler),
  route("POST", "/mlflow/logged-models/{model_id}/params", logModelParamsHandler),
];
