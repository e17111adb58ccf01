import { policyYamlHandler } from "@/lib/governance/policy-yaml-handler";
import { mount } from "@/lib/http";

export const GET = mount(policyYamlHandler);
