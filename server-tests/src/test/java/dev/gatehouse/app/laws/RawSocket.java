package dev.gatehouse.app.laws;

import dev.gatehouse.app.Serving;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Sends bytes that no client library would send. */
final class RawSocket {
  private static final int PATIENCE_MILLIS = 20_000;

  private RawSocket() {}

  /** The answer; none where the connection was cut off while the request was still being sent. */
  static Optional<Reply> send(Serving server, String target, String... headers) {
    StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    String answer = exchange(server.port(), request + "Connection: close\r\n\r\n");
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    String[] parts = answer.split("\r\n\r\n", 2);
    Map<String, List<String>> named = new TreeMap<>();
    parts[0]
        .lines()
        .skip(1)
        .map(line -> line.split(": ", 2))
        .forEach(
            line -> named.computeIfAbsent(line[0], name -> new ArrayList<>()).add(line[1]));
    Reply reply = new Reply(Integer.parseInt(parts[0].substring(9, 12)), named, parts[1]);
    return Optional.of(
        reply.asEveryAnswer(server, "GET", target.replaceFirst("^http://[^/]*", "")));
  }

  private static String exchange(int port, String request) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      try {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        socket.getInputStream().transferTo(answer);
      } catch (IOException cutOff) {
        // what has come is the answer
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return answer.toString(StandardCharsets.ISO_8859_1);
  }
}
