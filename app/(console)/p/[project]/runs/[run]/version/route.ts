import { getRunVersion } from "@/lib/experiments/http-run-table";
import { mount } from "@/lib/http";

export const GET = mount(getRunVersion);
