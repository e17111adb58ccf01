/** Sections of a promotion's page, in their order. */
export function promotionAnchors(hasComparison: boolean, hasChanges: boolean): { id: string; label: string }[] {
  return [
    ...(hasChanges ? [{ id: "changes", label: "Changed since evaluation" }] : []),
    { id: "gates", label: "Gates" },
    { id: "waivers", label: "Waivers" },
    { id: "contract", label: "Contract" },
    ...(hasComparison
      ? [
          { id: "axes", label: "What changed" },
          { id: "slices", label: "Slices" },
        ]
      : []),
    { id: "metrics", label: "Metrics" },
    { id: "comparisons", label: "Comparisons" },
    { id: "checks", label: "CI checks" },
    { id: "rollout-plan", label: "Plans" },
    { id: "discussion", label: "Discussion" },
    { id: "history", label: "History" },
    { id: "decision", label: "Decision" },
  ];
}
