import { searchExperiments } from "../search/search-experiments";
import { searchRuns } from "../search/search-runs";
import { route } from "../wire/handler";

/** Searches over runs and experiments. */
export const searchRoutes = [
  route("POST", "/mlflow/experiments/search", searchExperiments),
  route("GET", "/mlflow/experiments/search", searchExperiments),
  route("POST", "/mlflow/runs/search", searchRuns),
];
