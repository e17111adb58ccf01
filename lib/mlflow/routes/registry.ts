import {
  deleteRegisteredModelAlias,
  getModelVersionByAlias,
  setRegisteredModelAlias,
} from "../registry/alias-handlers";
import {
  createRegisteredModel,
  deleteRegisteredModel,
  deleteRegisteredModelTag,
  getLatestVersions,
  getRegisteredModel,
  renameRegisteredModel,
  setRegisteredModelTag,
  updateRegisteredModel,
} from "../registry/model-handlers";
import { searchModelVersions, searchRegisteredModels } from "../registry/search-handlers";
import { transitionStage } from "../registry/stage-handler";
import {
  createModelVersion,
  deleteModelVersion,
  deleteModelVersionTag,
  getDownloadUri,
  getModelVersion,
  setModelVersionTag,
  updateModelVersion,
} from "../registry/version-handlers";
import { route } from "../wire/handler";

const models = "/mlflow/registered-models";
const versions = "/mlflow/model-versions";

/** The model registry. Nothing here changes what serves: that takes an executed promotion. */
export const registryRoutes = [
  route("POST", `${models}/create`, createRegisteredModel),
  route("GET", `${models}/get`, getRegisteredModel),
  route("POST", `${models}/rename`, renameRegisteredModel),
  route("PATCH", `${models}/update`, updateRegisteredModel),
  route("DELETE", `${models}/delete`, deleteRegisteredModel),
  route("GET", `${models}/search`, searchRegisteredModels),
  route("GET", `${models}/get-latest-versions`, getLatestVersions),
  route("POST", `${models}/get-latest-versions`, getLatestVersions),
  route("POST", `${models}/set-tag`, setRegisteredModelTag),
  route("DELETE", `${models}/delete-tag`, deleteRegisteredModelTag),
  route("POST", `${models}/alias`, setRegisteredModelAlias),
  route("DELETE", `${models}/alias`, deleteRegisteredModelAlias),
  route("GET", `${models}/alias`, getModelVersionByAlias),
  route("POST", `${versions}/create`, createModelVersion),
  route("GET", `${versions}/get`, getModelVersion),
  route("PATCH", `${versions}/update`, updateModelVersion),
  route("DELETE", `${versions}/delete`, deleteModelVersion),
  route("GET", `${versions}/search`, searchModelVersions),
  route("GET", `${versions}/get-download-uri`, getDownloadUri),
  route("POST", `${versions}/transition-stage`, transitionStage),
  route("POST", `${versions}/set-tag`, setModelVersionTag),
  route("DELETE", `${versions}/delete-tag`, deleteModelVersionTag),
];
