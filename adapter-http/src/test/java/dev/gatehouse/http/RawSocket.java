package dev.gatehouse.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends bytes that no client library would send, and reads what comes back. */
final class RawSocket {
  private RawSocket() {}

  private static final int PATIENCE_MILLIS = 20_000;
  private static final Pattern REQUEST_LINE = Pattern.compile("([A-Z]+) (/\\S*) HTTP/1\\.1");

  /** The answer, held against the served document: as one to no route where the request names none. */
  static Reply send(Node node, String request) {
    return judged(request, exchange(node.port(), request, false), node.conformity::check);
  }

  /** And says at once that nothing more will come. */
  static Reply sendAndHangUp(Node node, String request) {
    return judged(request, exchange(node.port(), request, true), node.conformity::check);
  }

  /** To another server with the same document, which the test has broken. */
  static Reply sendToBroken(Node node, int port, String request) {
    return judged(request, exchange(port, request, false), node.conformity::checkBroken);
  }

  /** Holds an answer against the document. */
  private interface Judge {
    void check(
        String method, String target, int status, Map<String, List<String>> headers, byte[] body);
  }

  private static Reply judged(String request, String answer, Judge judge) {
    Reply reply = parse(answer);
    Matcher line = REQUEST_LINE.matcher(request.lines().findFirst().orElse(""));
    boolean known = line.matches();
    judge.check(
        known ? line.group(1) : "GET",
        known ? line.group(2) : "/no/such/path",
        reply.status(),
        reply.headers(),
        reply.body());
    return reply;
  }

  private static String exchange(int port, String request, boolean hangUp) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      if (hangUp) {
        socket.shutdownOutput();
      }
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      try {
        for (int n = socket.getInputStream().read(buffer);
            n >= 0;
            n = socket.getInputStream().read(buffer)) {
          answer.write(buffer, 0, n);
          if (complete(answer.toString(StandardCharsets.ISO_8859_1))) {
            break;
          }
        }
      } catch (SocketTimeoutException e) {
        throw new AssertionError("no whole answer in time: " + answer + " to " + request, e);
      } catch (IOException e) {
        // cut off after the answer
      }
      return answer.toString(StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean complete(String answer) {
    int end = answer.indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    if (answer.startsWith("204", 9) || answer.startsWith("304", 9)) {
      return true;
    }
    List<String> length = headers(answer.substring(0, end)).get("Content-Length");
    return length != null && answer.length() >= end + 4 + Integer.parseInt(length.get(0));
  }

  private static Reply parse(String answer) {
    int end = answer.indexOf("\r\n\r\n");
    if (end < 0 || !answer.startsWith("HTTP/1.")) {
      throw new AssertionError("no answer: '" + answer + "'");
    }
    return new Reply(
        Integer.parseInt(answer.substring(9, 12)),
        headers(answer.substring(0, end)),
        answer.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Map<String, List<String>> headers(String head) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    head.lines()
        .skip(1)
        .forEach(line -> headers
            .computeIfAbsent(line.substring(0, line.indexOf(':')), name -> new ArrayList<>())
            .add(line.substring(line.indexOf(':') + 1).strip()));
    return headers;
  }
}
