import { getDesiredState } from "@/lib/deployments/pull-target";
import { mount } from "@/lib/http";

export const GET = mount(getDesiredState);
