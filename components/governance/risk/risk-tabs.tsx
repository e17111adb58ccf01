import { TabLinks } from "@/components/ui/tab-links";
import { paths } from "@/lib/paths";

/** The pages of risk. */
export function RiskTabs({ project, current }: { project: string; current: "portfolio" | "findings" | "controls" }) {
  return (
    <div className="mb-5">
      <TabLinks
        label="Risk"
        tabs={[
          { href: paths.risk(project), label: "Portfolio", current: current === "portfolio" },
          { href: paths.findings(project), label: "Findings", current: current === "findings" },
          { href: paths.controls(project), label: "Controls", current: current === "controls" },
        ]}
      />
    </div>
  );
}
