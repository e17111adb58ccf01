import type { ReactNode } from "react";
import Markdown from "react-markdown";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { ScrollArea } from "@/components/ui/scroll-area";
import { markFigures, remarkFigures } from "@/lib/models/card-markdown";

const schema = {
  ...defaultSchema,
  attributes: { ...defaultSchema.attributes, span: [["dataFigure", /^\d+$/]] as [string, RegExp][] },
};

type CardTextProps = {
  text: string;
  /** Draws a reference such as metric:accuracy. */
  figure: (reference: string) => ReactNode;
  /** Addresses with a number in the printed footnotes. */
  links?: readonly string[];
};

/** Markdown of a card: sanitised, tables and figure chips drawn, links without referrer, images not loaded. */
export function CardText({ text, figure, links = [] }: CardTextProps) {
  const { source, refs } = markFigures(text);
  return (
    <div
      dir="auto"
      className="card-text flex flex-col gap-2 leading-relaxed wrap-anywhere [&_h4]:text-m [&_h4]:font-semibold [&_ol]:list-decimal [&_ol]:ps-5 [&_pre]:overflow-x-auto [&_ul]:list-disc [&_ul]:ps-5"
    >
      <Markdown
        remarkPlugins={[remarkGfm, remarkFigures(refs)]}
        rehypePlugins={[[rehypeSanitize, schema]]}
        disallowedElements={["img"]}
        components={{
          h1: "h4",
          h2: "h4",
          h3: "h4",
          span: ({ node, children }) => {
            const reference = refs[Number(node?.properties.dataFigure ?? -1)];
            return reference === undefined ? <span>{children}</span> : figure(reference);
          },
          table: ({ children }) => (
            <ScrollArea className="overflow-x-auto">
              <table className="table" data-density="dense">
                {children}
              </table>
            </ScrollArea>
          ),
          a: ({ href, children }) => (
            <a href={href} target="_blank" rel="noopener noreferrer nofollow" className="text-accent-ink underline">
              {children}
              {href && links.includes(href) && (
                <sup className="hidden print:inline" aria-hidden>
                  [{links.indexOf(href) + 1}]
                </sup>
              )}
            </a>
          ),
        }}
      >
        {source}
      </Markdown>
    </div>
  );
}
