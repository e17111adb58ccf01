/**
 * A Response of one text. The platform makes a stream of every body, which costs more than most of our answers take to
 * compute; this one makes it only when somebody asks, and a server that can send a text as it is asks for `content`.
 */
export class TextResponse extends Response {
  constructor(
    readonly content: string,
    init: ResponseInit,
  ) {
    super(null, init);
  }

  override get body() {
    return new Response(this.content).body;
  }
  override text(): Promise<string> {
    return Promise.resolve(this.content);
  }
  override async json() {
    return JSON.parse(this.content);
  }
  override arrayBuffer(): Promise<ArrayBuffer> {
    return new Response(this.content).arrayBuffer();
  }
  override clone(): TextResponse {
    return new TextResponse(this.content, { status: this.status, headers: this.headers });
  }
}
