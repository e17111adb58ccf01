/** Metrics that a list of versions shows: the first three that any version has. */
export const versionMetrics = ["roc_auc", "accuracy", "f1", "log_loss", "rmse", "ece"];
