import { mount } from "@/lib/http";
import { getPromotion } from "@/lib/promotions/pipeline/handlers";

export const dynamic = "force-dynamic";
export const GET = mount(getPromotion);
