package dev.gatehouse.app.laws;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends bytes that no client library would send. */
final class RawSocket {
  private static final int PATIENCE_MILLIS = 20_000;

  private RawSocket() {}

  /** The whole answer; the request has to ask for the connection to be closed. What is cut off is what has come. */
  static String send(int port, String request) {
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
