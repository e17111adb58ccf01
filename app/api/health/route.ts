import { getHealth } from "@/lib/health-handler";
import { mount } from "@/lib/http";

export const dynamic = "force-dynamic";
export const GET = mount(getHealth);
