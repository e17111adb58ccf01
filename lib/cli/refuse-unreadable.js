// Requests that the server cannot even parse: an address or headers that are too long, or no HTTP at all.

/** Bytes that address and headers of a request may have together. Filters are part of the address of some searches. */
export const maxHeaderSize = 64 * 1024;

/** How long a refused client may take to read why. */
const patienceMs = 5_000;

const reasons = {
  HPE_HEADER_OVERFLOW: [
    431,
    "Request Header Fields Too Large",
    `Address and headers have more than ${maxHeaderSize / 1024} KB. Send a filter with fewer values, in several calls.`,
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "Request Timeout", "The request did not arrive in time. Send it again."],
};
const unreadable = [400, "Bad Request", "This is not a request that can be read as HTTP/1.1."];

/** One answer for all clients: a problem document, with the fields that clients of the MLflow wire look for. */
function answerTo({ code }) {
  const [status, phrase, detail] = reasons[code] ?? unreadable;
  const title = "INVALID_INPUT";
  const text = JSON.stringify({ title, status, detail, error_code: "INVALID_PARAMETER_VALUE", message: detail });
  const head = [
    `HTTP/1.1 ${status} ${phrase}`,
    "Content-Type: application/problem+json",
    `Content-Length: ${Buffer.byteLength(text)}`,
    "Cache-Control: no-store",
    "X-Content-Type-Options: nosniff",
    "Connection: close",
  ];
  return `${head.join("\r\n")}\r\n\r\n${text}`;
}

const refused = new WeakSet();

/** For `clientError`: says what is wrong and reads on, so that the client gets the answer and no broken connection. */
export function refuseUnreadable(error, socket) {
  if (refused.has(socket)) return;
  refused.add(socket);
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  socket.end(answerTo(error));
  setTimeout(() => socket.destroy(), patienceMs).unref();
}
