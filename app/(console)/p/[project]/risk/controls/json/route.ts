import { getControlsJson } from "@/lib/governance/controls/export-handlers";
import { mount } from "@/lib/http";

export const GET = mount(getControlsJson);
