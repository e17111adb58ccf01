import { getChecks, postCheck } from "@/lib/governance/checks-handlers";
import { mount } from "@/lib/http";

export const dynamic = "force-dynamic";
export const GET = mount(getChecks);
export const POST = mount(postCheck);
