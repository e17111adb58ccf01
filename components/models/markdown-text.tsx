import Markdown from "react-markdown";
import rehypeSanitize from "rehype-sanitize";

/** Markdown that people wrote: sanitised, links open in a new tab without telling where from, images are not loaded. */
export function MarkdownText({ text }: { text: string }) {
  return (
    <div
      dir="auto"
      className="flex flex-col gap-2 leading-normal wrap-anywhere [&_h1]:text-m [&_h1]:font-semibold [&_h2]:text-m [&_h3]:text-m [&_ol]:list-decimal [&_ol]:ps-5 [&_pre]:overflow-x-auto [&_ul]:list-disc [&_ul]:ps-5"
    >
      <Markdown
        rehypePlugins={[rehypeSanitize]}
        disallowedElements={["img"]}
        components={{
          h1: "h4",
          h2: "h4",
          h3: "h4",
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
