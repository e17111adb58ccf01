import { compareCurvesHandler } from "@/lib/experiments/compare-curves-handler";
import { mount } from "@/lib/http";

export const GET = mount(compareCurvesHandler);
