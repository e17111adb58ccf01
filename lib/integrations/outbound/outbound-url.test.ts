import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkOutboundUrl } from "./outbound-url";
import { whyNotPublic } from "./public-address";
import { resolveOutbound } from "./resolve-outbound";

const strict = { ports: [443, 8443], allowLoopback: false };
const local = { ports: [443], allowLoopback: true };

describe("an address outside", () => {
  it.each([
    "https://hooks.example.com/governance",
    "https://hooks.example.com:443/",
    "https://hooks.example.com:8443/a?b=c",
    "https://hooks.example.com./",
    "https://93.184.215.14/",
    "https://[2606:4700:4700::1111]/",
    "https://münchen.example.de/",
    "https://localhost.example.com/",
  ])("%s may be called", (url) => {
    expect(checkOutboundUrl(url, strict)).toMatchObject({ ok: true });
  });

  const internal = [
    // Loopback in all the ways a URL can spell it.
    "https://127.0.0.1/",
    "https://127.1/",
    "https://127.0.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://127.255.255.254/",
    "https://127.0.0.1./",
    "https://１２７.0.0.1/",
    "https://127。0。0。1/",
    "https://%31%32%37.0.0.1/",
    "https://[::1]/",
    "https://[0:0:0:0:0:0:0:1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::127.0.0.1]/",
    "https://[::ffff:0:127.0.0.1]/",
    // This network, private networks, carrier networks, link-local (and the metadata services of clouds).
    "https://0.0.0.0/",
    "https://0/",
    "https://0.1.2.3/",
    "https://10.0.0.1/",
    "https://10.255.255.255/",
    "https://172.16.0.1/",
    "https://172.31.255.255/",
    "https://192.168.0.1/",
    "https://100.64.0.1/",
    "https://100.127.255.255/",
    "https://169.254.169.254/latest/meta-data/",
    "https://2852039166/",
    "https://0xa9fea9fe/",
    "https://[::ffff:169.254.169.254]/",
    "https://[fd00:ec2::254]/",
    "https://[fc00::1]/",
    "https://[fdff::1]/",
    "https://[fe80::1]/",
    "https://[febf::1]/",
    "https://[fec0::1]/",
    "https://[::]/",
    "https://[64:ff9b::127.0.0.1]/",
    "https://[64:ff9b:1::10.0.0.1]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:0:7f00:1::]/",
    "https://[100::1]/",
    "https://[5f00::1]/",
    "https://[4000::1]/",
    // Reserved, documentation, benchmarking, multicast, broadcast.
    "https://192.0.0.1/",
    "https://192.0.2.1/",
    "https://198.18.0.1/",
    "https://198.51.100.1/",
    "https://203.0.113.1/",
    "https://192.88.99.1/",
    "https://224.0.0.1/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://[ff02::1]/",
    "https://[2001:db8::1]/",
    "https://[3fff::1]/",
  ];
  it.each(internal)("%s is refused as internal", (url) => {
    expect(checkOutboundUrl(url, strict)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/internal address/),
    });
  });

  it.each([
    ["http://hooks.example.com/", /https/],
    ["ftp://hooks.example.com/", /https/],
    ["file:///etc/passwd", /not an address/],
    ["gopher://hooks.example.com/", /https/],
    ["javascript:alert(1)", /not an address/],
    ["data:text/plain,x", /not an address/],
    ["", /not an address/],
    ["hooks.example.com", /not an address/],
    ["https://", /not an address/],
    ["https:// hooks.example.com/", /not an address/],
    ["https://hooks.example.com\\@127.0.0.1/", /not an address/],
    ["https://hooks.example.com:22/", /port 443 or 8443, not 22/],
    ["https://hooks.example.com:80/", /port/],
    ["https://hooks.example.com:6379/", /port/],
    ["https://user:pass@hooks.example.com/", /user name/],
    ["https://hooks.example.com@127.0.0.1/", /user name/],
    ["https://127.0.0.1#@hooks.example.com/", /fragment/],
    ["https://localhost/", /internal network/],
    ["https://localhost./", /internal network/],
    ["https://db.localhost/", /internal network/],
    ["https://printer.local/", /internal network/],
    ["https://metadata.google.internal/", /internal network/],
    ["https://intranet/", /internal network/],
    ["https://buildserver/", /full host name/],
    [`https://hooks.example.com/${"a".repeat(2000)}`, /2,000/],
  ])("%s is refused and says why", (url, why) => {
    expect(checkOutboundUrl(url, strict)).toMatchObject({ ok: false, reason: expect.stringMatching(why) });
  });

  it("is this machine only where that is allowed, and then no other internal one", () => {
    expect(checkOutboundUrl("http://127.0.0.1:4161/hook", local)).toMatchObject({ ok: true });
    expect(checkOutboundUrl("http://[::1]:4161/hook", local)).toMatchObject({ ok: true });
    expect(checkOutboundUrl("http://localhost:4161/hook", local)).toMatchObject({ ok: true });
    for (const url of ["http://10.0.0.1/", "http://169.254.169.254/", "http://hooks.example.com/", "ftp://localhost/"])
      expect(checkOutboundUrl(url, local)).toMatchObject({ ok: false });
  });

  it("never lets a private IPv4 address through, in any numeral system", () => {
    const octet = fc.integer({ min: 0, max: 255 });
    const inPrivate = fc.oneof(
      fc.tuple(fc.constantFrom(0, 10, 127), octet, octet, octet),
      fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), octet, octet),
      fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
      fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), octet, octet),
    );
    const spell = fc.constantFrom(
      (parts: number[]) => parts.join("."),
      (parts: number[]) => parts.map((part) => `0x${part.toString(16)}`).join("."),
      (parts: number[]) => parts.map((part) => `0${part.toString(8)}`).join("."),
      (parts: number[]) => String(parts.reduce((sum, part) => sum * 256 + part, 0)),
      (parts: number[]) => `[::ffff:${parts.join(".")}]`,
      (parts: number[]) => `[64:ff9b::${parts.join(".")}]`,
    );
    fc.assert(
      fc.property(inPrivate, spell, (parts, write) => {
        expect(checkOutboundUrl(`https://${write(parts)}/`, strict)).toMatchObject({ ok: false });
      }),
    );
  });
});

describe("looking a name up", () => {
  const url = "https://hooks.example.com/";
  const resolving = (...addresses: string[]) => resolveOutbound(url, strict, async () => addresses);

  it("takes the first of public addresses", async () => {
    expect(await resolving("93.184.215.14", "2606:4700:4700::1111")).toMatchObject({
      ok: true,
      address: "93.184.215.14",
    });
  });

  it.each([
    ["one internal address among public ones", ["93.184.215.14", "10.0.0.5"]],
    ["a mapped loopback address", ["::ffff:127.0.0.1"]],
    ["a scoped address", ["fe80::1%eth0"]],
    ["what is no address", ["not-an-address"]],
  ])("refuses %s", async (_, addresses) => {
    expect(await resolving(...addresses)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/internal address/),
    });
  });

  it("refuses a name that cannot be found", async () => {
    expect(await resolving()).toMatchObject({ ok: false, reason: expect.stringMatching(/cannot be found/) });
    const lost = resolveOutbound(url, strict, () => Promise.reject(new Error("ENOTFOUND")));
    expect(await lost).toMatchObject({ ok: false, reason: expect.stringMatching(/cannot be found/) });
  });

  it("names the range of an address in words", () => {
    expect(whyNotPublic("100.64.0.1")).toBe("carrier grade nat");
    expect(whyNotPublic("8.8.8.8")).toBeNull();
  });
});
