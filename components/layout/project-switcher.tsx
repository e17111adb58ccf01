import Link from "next/link";
import { Glyph } from "@/components/ui/glyph";
import { menuItem } from "@/components/ui/menu-item";
import { Popover } from "@/components/ui/popover";

export type ProjectLink = { name: string; href: string };

/** The project on screen and the others of this person. */
export function ProjectSwitcher({ current, projects }: { current: string; projects: readonly ProjectLink[] }) {
  if (projects.length < 2) return <span className="truncate px-2 font-medium">{current}</span>;
  return (
    <Popover
      variant="ghost"
      name={`Project ${current}, switch project`}
      className="min-w-0 px-2! text-ink!"
      label={<span className="max-w-40 truncate sm:max-w-64">{current}</span>}
    >
      <ul>
        {projects.map((project) => (
          <li key={project.href}>
            <Link href={project.href} aria-current={project.name === current || undefined} className={menuItem}>
              <span className="grid w-3.5 place-items-center">{project.name === current && <Glyph name="done" />}</span>
              <bdi>{project.name}</bdi>
            </Link>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
