import { getControlsCsv } from "@/lib/governance/controls/export-handlers";
import { mount } from "@/lib/http";

export const GET = mount(getControlsCsv);
