import { promotionBundleHandler } from "@/lib/deployments/evidence-handlers";
import { mount } from "@/lib/http";

export const POST = mount(promotionBundleHandler);
