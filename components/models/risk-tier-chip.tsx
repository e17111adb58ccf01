import { Chip } from "@/components/ui/chip";
import type { RiskTier } from "@/db/enums";

const words: Record<RiskTier, string> = { low: "Low tier", medium: "Medium tier", high: "High tier" };

/** The risk tier of a model, in words; the high tier stands out. */
export function RiskTierChip({ tier }: { tier: RiskTier }) {
  return (
    <Chip tone={tier === "high" ? "warn" : "neutral"} title="Sets how many people must approve a promotion">
      {words[tier]}
    </Chip>
  );
}
