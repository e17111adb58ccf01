"""What is logged to an empty MLflow server before its answers are recorded for mlflow-server.test.ts; takes its address."""

import sys

import mlflow
import pandas as pd
from mlflow.entities import LoggedModelOutput
from mlflow.tracking import MlflowClient

START = 1764000000000

mlflow.set_tracking_uri(sys.argv[1])
client = MlflowClient()
experiment = client.create_experiment("credit risk")
client.delete_experiment(client.create_experiment("old"))
runs = []
for i in range(5):
    tags = {"mlflow.source.git.commit": "abc123", "mlflow.user": "lia"}
    run = client.create_run(experiment, start_time=START + (i // 2) * 1000, run_name=f"run-{i}", tags=tags).info.run_id
    runs.append(run)
    client.log_param(run, "depth", i)
    client.log_param(run, "note", "ünï ✓")
    for step in range(4):
        client.log_metric(run, "loss", 1 / (step + 1) + i, timestamp=START + step, step=step)
    client.log_metric(run, "auc", float("nan"), timestamp=START, step=0)
    client.log_metric(run, "big", float("inf"), timestamp=START, step=0)
    if i < 3:
        client.set_terminated(run, "FINISHED", end_time=START + 900_000)
data = mlflow.data.from_pandas(pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}), source="s3://bucket/x", name="census")
with mlflow.start_run(run_id=runs[3]):
    mlflow.log_input(data, context="training")
model = client.create_logged_model(
    experiment, name="forest", source_run_id=runs[0], params={"depth": "0"}, tags={"stage": "trial"}, model_type="agent"
)
client.log_metric(runs[0], "recall", 0.5, timestamp=START, step=0, model_id=model.model_id)
client.log_outputs(runs[0], [LoggedModelOutput(model.model_id, 3)])
client.finalize_logged_model(model.model_id, "READY")
client.create_logged_model(experiment, name="never uploaded", source_run_id=runs[1])
client.delete_run(runs[4])
client.create_registered_model("scorer", description="scores")
client.create_model_version("scorer", f"runs:/{runs[0]}/model", runs[0])
client.set_registered_model_alias("scorer", "champion", "1")
