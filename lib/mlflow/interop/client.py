"""What people do with the official MLflow client, against the server that MLFLOW_TRACKING_URI names.

Prints one line of JSON per check, {"check", "problem"}, and last what the server must hold, {"held"}.
"""

import json
import logging
import math
import os
import sys
import tempfile
import time
import traceback
import warnings
from pathlib import Path

import mlflow
import pandas
from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag, ViewType
from mlflow.exceptions import MlflowException
from mlflow.models import infer_signature
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

warnings.simplefilter("ignore")
logging.getLogger("mlflow").setLevel(os.environ.get("INTEROP_LOG_LEVEL", "ERROR"))
client = MlflowClient()
held: dict = {}
work = Path(tempfile.mkdtemp(prefix="countersign-interop-"))


def refused(call, code: str, *words: str) -> str:
    try:
        call()
    except MlflowException as error:
        assert error.error_code == code, f"{error.error_code}: {error.message}"
        for word in words:
            assert word in error.message, f"{word!r} is not in {error.message!r}"
        return error.message
    raise AssertionError(f"was accepted, expected {code}")


def experiments():
    made = client.create_experiment("interop", tags={"team": "credit"})
    assert client.get_experiment_by_name("interop").experiment_id == made
    refused(lambda: client.create_experiment("interop"), "RESOURCE_ALREADY_EXISTS")
    client.rename_experiment(made, "interop-renamed")
    client.set_experiment_tag(made, "owner", "maya")
    found = client.search_experiments(filter_string="name = 'interop-renamed' AND tags.owner = 'maya'")
    assert [one.experiment_id for one in found] == [made]
    client.delete_experiment(made)
    assert client.get_experiment(made).lifecycle_stage == "deleted"
    client.restore_experiment(made)
    assert client.get_experiment(made).tags["team"] == "credit"


def fluent_run():
    exact = {"fraction": "0.10", "tiny": "1e-3", "yes": True, "nothing": None, "big": 2**60, "text": "ü\n '\";--"}
    mlflow.set_experiment("interop-fluent")
    with mlflow.start_run(run_name="fluent", description="by hand") as run:
        mlflow.log_params({"learning_rate": 0.1, "depth": 3} | exact)
        for step in range(20):
            mlflow.log_metric("loss", 1 / (step + 1), step=step)
        mlflow.log_metrics({"accuracy": 0.91, "recall": 0.8})
        mlflow.set_tags({"stage": "draft", "countersign.intent": "baseline"})
        table = pandas.DataFrame({"age": [31, 45], "income": [1.0, 2.0]})
        mlflow.log_input(mlflow.data.from_pandas(table, name="census", source="s3://bucket/census.csv"), "training")
        mlflow.log_text("hello", "notes/hello.txt")
        mlflow.log_dict({"a": [1, 2]}, "config.json")
    held["fluent"] = run.info.run_id
    found = client.get_run(run.info.run_id)
    assert found.info.status == "FINISHED" and found.info.run_name == "fluent"
    said = {key: str(value) for key, value in exact.items()}
    assert found.data.params == {"learning_rate": "0.1", "depth": "3"} | said, found.data.params
    assert found.data.metrics["loss"] == 0.05 and found.data.metrics["accuracy"] == 0.91
    assert [point.step for point in client.get_metric_history(run.info.run_id, "loss")] == list(range(20))
    [given] = found.inputs.dataset_inputs
    assert given.dataset.name == "census" and given.tags[0].value == "training"
    assert mlflow.artifacts.load_text(f"runs:/{run.info.run_id}/notes/hello.txt") == "hello"
    assert mlflow.artifacts.load_dict(f"{run.info.artifact_uri}/config.json") == {"a": [1, 2]}


def nested_runs():
    with mlflow.start_run(run_name="parent") as parent:
        for child in range(3):
            with mlflow.start_run(run_name=f"child-{child}", nested=True):
                mlflow.log_metric("score", child)
    found = mlflow.search_runs(filter_string=f"tags.mlflow.parentRunId = '{parent.info.run_id}'")
    assert sorted(found["metrics.score"]) == [0, 1, 2], found


def batches():
    [experiment] = client.search_experiments(filter_string="name = 'interop-fluent'")
    run = client.create_run(experiment.experiment_id, run_name="batch")
    now = int(time.time() * 1000)
    points = [Metric(f"m{n % 100}", n / 7, now, n // 100) for n in range(1000)]
    client.log_batch(run.info.run_id, metrics=points)
    client.log_batch(run.info.run_id, metrics=points, params=[Param("seed", "7")], tags=[RunTag("k", "v")])
    client.log_batch(
        run.info.run_id,
        metrics=[Metric("odd", math.nan, now, 0), Metric("top", math.inf, now, 0), Metric("low", -math.inf, now, -1)],
    )
    refused(lambda: client.log_batch(run.info.run_id, params=[Param("seed", "8")]), "INVALID_PARAMETER_VALUE", "seed")
    client.set_terminated(run.info.run_id, "FAILED")
    found = client.get_run(run.info.run_id)
    assert found.info.status == "FAILED" and found.data.params == {"seed": "7"}
    assert len(found.data.metrics) == 103 and math.isnan(found.data.metrics["odd"])
    edges = [found.data.metrics["top"], found.data.metrics["low"]]
    assert edges == [sys.float_info.max, -sys.float_info.max], edges
    assert found.data.metrics["m5"] == 905 / 7
    assert len(client.get_metric_history(run.info.run_id, "m5")) == 10
    held["batch"] = run.info.run_id


def searches():
    made = client.create_experiment("interop-search")
    for n in range(25):
        run = client.create_run(made, run_name=f"s{n}", start_time=1_795_434_122_208 + n)
        client.log_batch(run.info.run_id, [Metric("auc", n / 25, 1, 0)], [Param("kind", "tree" if n % 2 else "linear")])
    pages, token = [], None
    while True:
        page = client.search_runs([made], max_results=10, page_token=token, order_by=["metrics.auc ASC"])
        pages.append([run.info.run_name for run in page])
        token = page.token
        if not token:
            break
    assert pages == [[f"s{n}" for n in range(low, min(low + 10, 25))] for low in (0, 10, 20)], pages
    found = client.search_runs([made], "metrics.auc >= 0.8 AND params.kind = 'tree'", order_by=["metrics.auc DESC"])
    assert [run.info.run_name for run in found] == ["s23", "s21"]
    assert len(client.search_runs([made], "attributes.run_name LIKE 's1%'")) == 11
    client.delete_run(found[0].info.run_id)
    assert len(client.search_runs([made])) == 24
    assert len(client.search_runs([made], run_view_type=ViewType.DELETED_ONLY)) == 1
    client.restore_run(found[0].info.run_id)
    refused(lambda: client.search_runs([made], "metrics.auc LIKE 'x'"), "INVALID_PARAMETER_VALUE")
    refused(lambda: client.get_run("0" * 32), "RESOURCE_DOES_NOT_EXIST")


def artifacts():
    folder = work / "files"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text("a")
    (folder / "deep" / "ü b.bin").write_bytes(bytes(range(256)) * 1000)
    with mlflow.start_run(run_name="files") as run:
        mlflow.log_artifacts(str(folder), "out")
    assert [(file.path, file.is_dir) for file in client.list_artifacts(run.info.run_id)] == [("out", True)]
    assert [file.path for file in client.list_artifacts(run.info.run_id, "out")] == ["out/a.txt", "out/deep"]
    back = Path(mlflow.artifacts.download_artifacts(run_id=run.info.run_id, artifact_path="out", dst_path=str(work / "back")))
    assert (back / "deep" / "ü b.bin").read_bytes() == bytes(range(256)) * 1000
    held["files"] = run.info.run_id


def models():
    x, y = make_classification(400, 8, random_state=7)
    x_train, x_test, y_train, y_test = train_test_split(x, y, random_state=7)
    mlflow.sklearn.autolog(log_datasets=True)
    try:
        with mlflow.start_run(run_name="trained") as run:
            fitted = LogisticRegression(max_iter=200, C=0.5).fit(x_train, y_train)
            fitted.score(x_test, y_test)
    finally:
        mlflow.sklearn.autolog(disable=True)
    logged = client.get_run(run.info.run_id)
    assert logged.data.params["C"] == "0.5" and logged.data.tags["estimator_name"] == "LogisticRegression"
    assert logged.data.metrics.get("training_accuracy_score", 0) > 0.7, logged.data.metrics
    held["trained"] = run.info.run_id
    held["test_accuracy"] = fitted.score(x_test, y_test)
    assert logged.inputs.dataset_inputs, "autolog's dataset is missing"
    [output] = logged.outputs.model_outputs
    found = mlflow.get_logged_model(output.model_id)
    assert found.status == "READY" and found.source_run_id == run.info.run_id
    loaded = mlflow.sklearn.load_model(f"models:/{output.model_id}")
    assert (loaded.predict(x_test) == fitted.predict(x_test)).all()
    signed = mlflow.sklearn.log_model(
        fitted, name="signed", signature=infer_signature(x_test, fitted.predict(x_test)), input_example=x_test[:2]
    )
    again = mlflow.search_logged_models([logged.info.experiment_id], "name = 'signed'", output_format="list")
    assert [one.model_id for one in again] == [signed.model_id]
    held["model"] = output.model_id


def registry():
    made = mlflow.register_model(f"models:/{held['model']}", "interop-model")
    assert made.version == "1" and made.run_id == held["trained"], made
    version = client.get_model_version("interop-model", "1")
    assert version.status == "READY"
    client.update_registered_model("interop-model", description="made by the client")
    client.set_registered_model_tag("interop-model", "team", "credit")
    client.set_model_version_tag("interop-model", "1", "checked", "yes")
    client.set_registered_model_alias("interop-model", "candidate", "1")
    assert client.get_model_version_by_alias("interop-model", "candidate").version == "1"
    assert mlflow.sklearn.load_model("models:/interop-model@candidate").C == 0.5
    assert mlflow.sklearn.load_model("models:/interop-model/1").C == 0.5
    assert [one.name for one in client.search_registered_models("name LIKE 'interop%'")] == ["interop-model"]
    [only] = client.search_model_versions("name = 'interop-model'")
    assert only.tags == {"checked": "yes"}
    client.delete_registered_model_alias("interop-model", "candidate")
    refused(lambda: client.get_model_version_by_alias("interop-model", "candidate"), "INVALID_PARAMETER_VALUE")


def governance():
    model, alias = os.environ["INTEROP_GOVERNED_MODEL"], os.environ["INTEROP_GOVERNED_ALIAS"]
    before = client.get_registered_model(model).aliases
    held["alias_refusal"] = refused(lambda: client.set_registered_model_alias(model, alias, "2"), "PERMISSION_DENIED", "http")
    held["alias_removal_refusal"] = refused(
        lambda: client.delete_registered_model_alias(model, alias), "PERMISSION_DENIED", "http"
    )
    held["stage_refusal"] = refused(
        lambda: client.transition_model_version_stage(model, "2", "Production"), "PERMISSION_DENIED", "http"
    )
    assert client.get_registered_model(model).aliases == before


for check in (experiments, fluent_run, nested_runs, batches, searches, artifacts, models, registry, governance):
    problem = None
    try:
        check()
    except Exception:  # the others are still worth knowing
        problem = traceback.format_exc(limit=-4)
    print(json.dumps({"check": check.__name__, "problem": problem}), flush=True)
print(json.dumps({"held": held}), flush=True)
