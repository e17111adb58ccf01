import { paths } from "@/lib/paths";

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** The page that a link means which MLflow's client printed, as "#/experiments/1/runs/RUN"; null when it means none. */
export function followClientLink(project: string, hash: string): string | null {
  const [root, first = "", kind, second = ""] = hash.replace(/^#\//, "").split("?")[0]?.split("/").map(decoded) ?? [];
  if (!hash.startsWith("#/") || first === "") return null;
  if (root === "experiments")
    return kind === "runs" && second ? paths.run(project, second) : paths.experiment(project, first);
  if (root !== "models") return null;
  const version = Number(second);
  return kind === "versions" && Number.isSafeInteger(version) && version > 0
    ? paths.version(project, first, version)
    : paths.model(project, first);
}
