import { postPredictions } from "@/lib/experiments/http-import";
import { mount } from "@/lib/http";

export const dynamic = "force-dynamic";
export const POST = mount(postPredictions);
