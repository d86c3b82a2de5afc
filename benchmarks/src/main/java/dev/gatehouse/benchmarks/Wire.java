package dev.gatehouse.benchmarks;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** One connection on which one asks after another, with as little work as that can be done. */
final class Wire implements AutoCloseable {
  private static final String LENGTH = "content-length:";

  private final Socket socket;
  private final InputStream in;

  Wire(URI url) throws IOException {
    socket = new Socket(InetAddress.getByName(url.getHost()), url.getPort());
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
  }

  /** What was answered. */
  record Answer(int status, String body) {
    /** @throws IOException when it is no good answer */
    String good() throws IOException {
      if (status / 100 != 2) {
        throw new IOException("not answered well: " + status + " " + body);
      }
      return body;
    }
  }

  /**
   * A request of the API.
   *
   * @param what verb and path
   * @param fields of the header, each with its line's end
   * @param body empty if there is none
   */
  static byte[] request(String what, String fields, String body) {
    String length = body.isEmpty()
        ? ""
        : "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n";
    return (what + " HTTP/1.1\r\nHost: id.example.com\r\n" + fields + length + "\r\n" + body)
        .getBytes(StandardCharsets.US_ASCII);
  }

  Answer ask(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    int status = Integer.parseInt(line().substring(9, 12));
    int length = 0;
    for (String field = line(); !field.isEmpty(); field = line()) {
      if (field.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
        length = Integer.parseInt(field.substring(LENGTH.length()).strip());
      }
    }
    return new Answer(status, new String(in.readNBytes(length), StandardCharsets.US_ASCII));
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection was closed");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
