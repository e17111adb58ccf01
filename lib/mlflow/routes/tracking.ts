import {
  createExperimentHandler,
  deleteExperimentHandler,
  deleteExperimentTagHandler,
  getExperimentByNameHandler,
  getExperimentHandler,
  restoreExperimentHandler,
  searchDatasetsHandler,
  setExperimentTagHandler,
  updateExperimentHandler,
} from "../tracking/experiments";
import { getHistoryBulkHandler, getHistoryBulkIntervalHandler, getHistoryHandler } from "../tracking/history";
import { logInputsHandler, logModelHandler, logOutputsHandler } from "../tracking/inputs";
import {
  deleteTagHandler,
  logBatchHandler,
  logMetricHandler,
  logParameterHandler,
  setTagHandler,
} from "../tracking/logging";
import {
  createRunHandler,
  deleteRunHandler,
  getRunHandler,
  restoreRunHandler,
  updateRunHandler,
} from "../tracking/runs";
import { route } from "../wire/handler";

/** Experiments, runs and what is logged to them. */
export const trackingRoutes = [
  route("POST", "/mlflow/experiments/create", createExperimentHandler),
  route("GET", "/mlflow/experiments/get", getExperimentHandler),
  route("GET", "/mlflow/experiments/get-by-name", getExperimentByNameHandler),
  route("POST", "/mlflow/experiments/update", updateExperimentHandler),
  route("POST", "/mlflow/experiments/delete", deleteExperimentHandler),
  route("POST", "/mlflow/experiments/restore", restoreExperimentHandler),
  route("POST", "/mlflow/experiments/set-experiment-tag", setExperimentTagHandler),
  route("POST", "/mlflow/experiments/delete-experiment-tag", deleteExperimentTagHandler),
  route("POST", "/mlflow/experiments/search-datasets", searchDatasetsHandler),
  route("POST", "/mlflow/runs/create", createRunHandler),
  route("GET", "/mlflow/runs/get", getRunHandler),
  route("POST", "/mlflow/runs/update", updateRunHandler),
  route("POST", "/mlflow/runs/delete", deleteRunHandler),
  route("POST", "/mlflow/runs/restore", restoreRunHandler),
  route("POST", "/mlflow/runs/log-metric", logMetricHandler),
  route("POST", "/mlflow/runs/log-parameter", logParameterHandler),
  route("POST", "/mlflow/runs/set-tag", setTagHandler),
  route("POST", "/mlflow/runs/delete-tag", deleteTagHandler),
  route("POST", "/mlflow/runs/log-batch", logBatchHandler),
  route("POST", "/mlflow/runs/log-inputs", logInputsHandler),
  route("POST", "/mlflow/runs/outputs", logOutputsHandler),
  route("POST", "/mlflow/runs/log-model", logModelHandler),
  route("GET", "/mlflow/metrics/get-history", getHistoryHandler),
  route("GET", "/mlflow/metrics/get-history-bulk", getHistoryBulkHandler),
  route("GET", "/mlflow/metrics/get-history-bulk-interval", getHistoryBulkIntervalHandler),
];
