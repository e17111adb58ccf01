import { compareCsvHandler } from "@/lib/experiments/compare-csv-handler";
import { mount } from "@/lib/http";

export const GET = mount(compareCsvHandler);
