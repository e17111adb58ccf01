import {
  getModelArtifact,
  getRunArtifact,
  listModelArtifacts,
  listRunArtifacts,
  uploadArtifact,
} from "../artifacts/owner-handlers";
import {
  declineMultipart,
  declinePresigned,
  deleteArtifact,
  getArtifact,
  listArtifacts,
  putArtifact,
} from "../artifacts/proxy-handlers";
import { getVersionArtifact } from "../artifacts/version-handler";
import { route } from "../wire/handler";

/** Files of runs and logged models: the proxy that clients upload through, and what screens read. */
export const artifactRoutes = [
  route("PUT", "/mlflow-artifacts/artifacts/{path*}", putArtifact),
  route("GET", "/mlflow-artifacts/artifacts/{path*}", getArtifact),
  route("GET", "/mlflow-artifacts/artifacts", listArtifacts),
  route("DELETE", "/mlflow-artifacts/artifacts/{path*}", deleteArtifact),
  route("POST", "/mlflow-artifacts/mpu/{action}/{path*}", declineMultipart),
  route("GET", "/mlflow-artifacts/presigned/{path*}", declinePresigned),
  route("GET", "/mlflow/artifacts/list", listRunArtifacts),
  route("POST", "/mlflow/upload-artifact", uploadArtifact),
  route("GET", "/mlflow/logged-models/{model_id}/artifacts/directories", listModelArtifacts),
  route("GET", "/mlflow/logged-models/{model_id}/artifacts/files", getModelArtifact),
  route("GET", "/mlflow/get-artifact", getRunArtifact),
  route("GET", "/get-artifact", getRunArtifact, "root"),
  route("GET", "/mlflow/model-versions/get-artifact", getVersionArtifact),
  route("GET", "/model-versions/get-artifact", getVersionArtifact, "root"),
];
