import { postAcknowledgement } from "@/lib/deployments/pull-target";
import { mount } from "@/lib/http";

export const POST = mount(postAcknowledgement);
