/** A text, or its bytes in UTF-8 as pieces that follow each other. */
type Content = string | readonly Buffer[];

/**
 * A Response of one text. The platform makes a stream of every body, which costs more than most of our answers take to
 * compute; this one makes it only when somebody asks, and a server that can send a text as it is asks for `content`.
 */
export class TextResponse extends Response {
  constructor(
    readonly content: Content,
    init: ResponseInit,
  ) {
    super(null, init);
  }

  get #whole() {
    return typeof this.content === "string" ? this.content : Buffer.concat(this.content);
  }
  override get body() {
    return new Response(this.#whole).body;
  }
  override text(): Promise<string> {
    return Promise.resolve(this.#whole.toString());
  }
  override async json() {
    return JSON.parse(this.#whole.toString());
  }
  override arrayBuffer(): Promise<ArrayBuffer> {
    return new Response(this.#whole).arrayBuffer();
  }
  override clone(): TextResponse {
    return new TextResponse(this.content, { status: this.status, headers: this.headers });
  }
}
