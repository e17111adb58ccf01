import { XMLParser, XMLValidator } from "fast-xml-parser";
import { invalidInput } from "@/lib/errors";

/** An element: its attributes, its text with character data, and its children by name. */
export type XmlElement = {
  attributes: Readonly<Record<string, string>>;
  text: string;
  children: (name: string) => XmlElement[];
};

const parser = new XMLParser({
  ignoreAttributes: false,
  attributesGroupName: "$",
  attributeNamePrefix: "",
  textNodeName: "#text",
  cdataPropName: "#cdata",
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  // The five entities of XML are resolved below; a document that declares its own is refused before it gets here.
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  isArray: (_name, _path, _leaf, isAttribute) => !isAttribute,
  maxNestedTags: 50,
});

const bad = (message: string) => invalidInput("report", message);

/** Reads a JUnit XML document into its root element. INVALID_INPUT names the line where it breaks. Nothing outside is ever fetched. */
export function parseReportXml(bytes: Uint8Array): { name: string; root: XmlElement } {
  const text = decode(bytes);
  if (text.trim() === "") throw bad("the file is empty; send the XML that the test runner wrote");
  refuseDeclarations(text);
  const checked = XMLValidator.validate(text);
  if (checked !== true) {
    const { line, col, msg } = checked.err;
    throw bad(`line ${line}${col ? `, column ${col}` : ""}: ${msg.replace(/\.$/, "")}`);
  }
  const document = parse(text);
  const roots = Object.keys(document).filter((key) => !key.startsWith("#"));
  const [name] = roots;
  if (name === undefined || roots.length > 1) throw bad("line 1: the file must have exactly one root element");
  const [root] = childrenOf(document, name);
  if (!root) throw bad("line 1: the root element is missing");
  return { name, root };
}

function decode(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 200)).toString("latin1");
  const utf16 =
    bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : null;
  const label = utf16 ?? /^[^<]*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(head)?.[1] ?? "utf-8";
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch (error) {
    const why =
      error instanceof RangeError ? `the encoding "${label.slice(0, 40)}" is not known` : `the file is not ${label}`;
    throw bad(`line 1: ${why}; send it as UTF-8`);
  }
}

/** No test runner writes a document type; entities declared in one are how a small file becomes a large one. */
function refuseDeclarations(text: string): void {
  for (let at = text.indexOf("<!"); at >= 0; ) {
    const closing = text.startsWith("<!--", at) ? "-->" : text.startsWith("<![CDATA[", at) ? "]]>" : null;
    if (closing === null) {
      const [declaration = "<!"] = /^<!\w{0,20}/.exec(text.slice(at, at + 22)) ?? [];
      const line = text.slice(0, at).split("\n").length;
      throw bad(`line ${line}: ${declaration} is not accepted; a JUnit report needs no document type and no entities`);
    }
    const end = text.indexOf(closing, at);
    // What is not closed is for the validator to name.
    at = end < 0 ? -1 : text.indexOf("<!", end);
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    return parser.parse(text) as Record<string, unknown>;
  } catch (error) {
    const message = error instanceof Error ? error.message : "it cannot be read";
    throw bad(/nested/i.test(message) ? "elements are nested deeper than 50 levels" : message.slice(0, 300));
  }
}

function childrenOf(node: Record<string, unknown>, name: string): XmlElement[] {
  const found = Object.hasOwn(node, name) ? node[name] : [];
  return (Array.isArray(found) ? found : []).map(elementOf);
}

function elementOf(value: unknown): XmlElement {
  if (typeof value !== "object" || value === null)
    return { attributes: {}, text: resolved(String(value)), children: () => [] };
  const node = value as Record<string, unknown>;
  const attributes = Object.entries((node.$ as Record<string, unknown> | undefined) ?? {});
  const own = typeof node["#text"] === "string" ? resolved(node["#text"]) : "";
  const data = Array.isArray(node["#cdata"]) ? node["#cdata"].map(String).join("") : "";
  return {
    attributes: Object.fromEntries(attributes.map(([key, text]) => [key, resolved(String(text))])),
    text: own.trim() === "" ? data : own + data,
    children: (name) => childrenOf(node, name),
  };
}

const named: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

const resolved = (text: string): string =>
  text.replace(
    /&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g,
    (all, name?: string, decimal?: string, hex?: string) => {
      if (name) return named[name] ?? all;
      const code = decimal ? Number(decimal) : Number.parseInt(hex ?? "", 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : all;
    },
  );
