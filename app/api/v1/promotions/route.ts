import { mount } from "@/lib/http";
import { postPromotion } from "@/lib/promotions/pipeline/handlers";

export const dynamic = "force-dynamic";
export const POST = mount(postPromotion);
