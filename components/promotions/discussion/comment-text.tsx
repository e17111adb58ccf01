import Markdown from "react-markdown";
import rehypeSanitize from "rehype-sanitize";
import { type Mentionable, markMentions } from "@/lib/promotions/discussion/mentions";

type CommentTextProps = { body: string; people: readonly Mentionable[] };

const mention = "#mention-";

/** A comment's Markdown: sanitised, people named in it drawn from the list, links without referrer, images not loaded. */
export function CommentText({ body, people }: CommentTextProps) {
  return (
    <div
      dir="auto"
      className="flex flex-col gap-1.5 leading-normal text-ink-2 wrap-anywhere [&_blockquote]:border-s-2 [&_blockquote]:border-line-strong [&_blockquote]:ps-2.5 [&_ol]:list-decimal [&_ol]:ps-5 [&_pre]:overflow-x-auto [&_ul]:list-disc [&_ul]:ps-5"
    >
      <Markdown
        rehypePlugins={[[rehypeSanitize]]}
        disallowedElements={["img", "h1", "h2", "h3", "h4", "h5", "h6", "hr"]}
        unwrapDisallowed
        components={{
          a: ({ href, children }) => {
            const person = href?.startsWith(mention)
              ? people.find(({ userId }) => userId === href.slice(mention.length))
              : undefined;
            if (person)
              return (
                <span className="font-medium text-accent-ink">
                  @<bdi>{person.name}</bdi>
                </span>
              );
            return (
              <a href={href} target="_blank" rel="noopener noreferrer nofollow" className="text-accent-ink underline">
                {children}
              </a>
            );
          },
        }}
      >
        {markMentions(body, people)}
      </Markdown>
    </div>
  );
}
