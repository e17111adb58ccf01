import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { plural } from "@/lib/format";

/** Tags that only a client's own machinery reads. */
const isInternal = (key: string) => key === "mlflow.runName" || key === "mlflow.log-model.history";

/** What was noted on the run: a client's tags as they were sent. */
export function RunTags({ tags }: { tags: Readonly<Record<string, string>> }) {
  const shown = Object.entries(tags)
    .filter(([key]) => !isInternal(key))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (shown.length === 0) return null;
  return (
    <Section id="tags" title="Tags" meta={plural(shown.length, "tag")}>
      <Panel padded>
        <dl className="grid max-h-80 grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 overflow-y-auto text-s max-sm:grid-cols-1">
          {shown.map(([key, value]) => (
            <div key={key} className="contents">
              <dt className="max-w-64 truncate font-mono text-ink-2" title={key}>
                <bdi>{key}</bdi>
              </dt>
              <dd className="line-clamp-3 wrap-anywhere" title={value}>
                {value === "" ? <span className="text-ink-3">empty</span> : <bdi>{value}</bdi>}
              </dd>
            </div>
          ))}
        </dl>
      </Panel>
    </Section>
  );
}
