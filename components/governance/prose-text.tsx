import Markdown from "react-markdown";
import rehypeSanitize from "rehype-sanitize";

/** Markdown that people wrote about risk: sanitised, links without referrer, images not loaded, headings as paragraphs. */
export function ProseText({ text }: { text: string }) {
  return (
    <div
      dir="auto"
      className="flex max-w-prose flex-col gap-2 leading-normal wrap-anywhere [&_ol]:list-decimal [&_ol]:ps-5 [&_p]:whitespace-pre-line [&_pre]:overflow-x-auto [&_ul]:list-disc [&_ul]:ps-5"
    >
      <Markdown
        rehypePlugins={[rehypeSanitize]}
        disallowedElements={["img", "h1", "h2", "h3", "h4", "h5", "h6"]}
        unwrapDisallowed
        components={{
          a: ({ href, children }) => (
            <a href={href} target="_blank" rel="noopener noreferrer nofollow" className="text-accent-ink underline">
              {children}
            </a>
          ),
        }}
      >
        {text}
      </Markdown>
    </div>
  );
}
