import { getRunsCsv } from "@/lib/experiments/http-runs-csv";
import { mount } from "@/lib/http";

export const GET = mount(getRunsCsv);
