import { mount } from "@/lib/http";
import { backtestHandler } from "@/lib/promotions/backtest/handler";

export const POST = mount(backtestHandler);
