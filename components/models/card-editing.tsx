import { figureText, offeredRefs, resolveFigure } from "@/lib/models/card-figure";
import type { CardPage } from "@/lib/models/card-page-query";
import { CardEditor } from "./card-editor";

/** The editor of a card's newest revision with the figures that its run offers. */
export function CardEditing({
  project,
  page,
  now,
  done,
}: {
  project: string;
  page: CardPage;
  now: Date;
  done: string;
}) {
  const offers = offeredRefs(page.evidence).flatMap((reference) => {
    const figure = resolveFigure(reference, page.evidence);
    return figure ? [{ reference, value: figureText(reference, figure) }] : [];
  });
  return (
    <CardEditor
      key={page.facts.revision}
      project={project}
      versionId={page.version.id}
      revision={page.facts.revision}
      body={page.body}
      figures={page.figureViews}
      offers={offers}
      now={now.toISOString()}
      done={done}
    />
  );
}
