import "server-only";
import { getDb } from "@/db/client";
import { authorize } from "@/lib/auth/authorize";
import { requireUserContext } from "@/lib/auth/session";
import { notFound } from "@/lib/errors";
import type { Handler } from "@/lib/http";
import { policyToYaml } from "./editor/policy-yaml";
import { listPolicyVersions } from "./queries";

const fileName = (name: string, version: number) =>
  `${
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "") || "policy"
  }-v${version}.yaml`;

/** GET: a version of a policy as the text it was published with, or as the text it amounts to. */
export const policyYamlHandler: Handler = async (request, { project = "", policy: name = "" }) => {
  const ctx = await requireUserContext(project, getDb());
  authorize(ctx, "project.view");
  const asked = new URL(request.url).searchParams.get("version");
  const versions = await listPolicyVersions(ctx, name);
  const found = asked === null ? versions[0] : versions.find((entry) => String(entry.version) === asked);
  if (!found) throw notFound(`Version ${asked ?? ""} of policy ${name}`);
  return new Response(found.source ?? policyToYaml(found.policy), {
    headers: {
      "content-type": "application/yaml; charset=utf-8",
      "content-disposition": `attachment; filename="${fileName(name, found.version)}"`,
      "cache-control": "no-store",
    },
  });
};
