package dev.gatehouse.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** A server that is content with everything but a command, to which it always gives one answer; it may take its time. */
final class RudeServer implements AutoCloseable {
  private final ServerSocket socket;
  private final String command;
  private final String answer;
  private final Duration pause;
  private final Queue<String> heard = new ConcurrentLinkedQueue<>();

  /** @param command such as {@code RCPT}; whatever comes before is answered with 250 */
  RudeServer(String command, String answer) {
    this(command, answer, Duration.ZERO);
  }

  /**
   * @param answer of which more is to come, such as {@code 250-wait}, is given again and again
   * @param pause before each answer
   */
  RudeServer(String command, String answer, Duration pause) {
    this.command = command;
    this.answer = answer;
    this.pause = pause;
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::serve);
    thread.setDaemon(true);
    thread.start();
  }

  String url() {
    return "smtp://127.0.0.1:" + socket.getLocalPort();
  }

  /** The lines that came. */
  List<String> heard() {
    return List.copyOf(heard);
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        talk(client);
      } catch (IOException gone) {
        // the next one
      }
    }
  }

  private void talk(Socket client) throws IOException {
    BufferedReader in = new BufferedReader(
        new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    say(client, "220 here");
    boolean body = false;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      heard.add(line);
      if (body && !line.equals(".")) {
        continue;
      }
      String content = line.equals("DATA") ? "354 go on" : "250 fine";
      String said = line.startsWith(command) ? answer : content;
      body = said.startsWith("354");
      do {
        LockSupport.parkNanos(pause.toNanos());
        say(client, said);
      } while (said.startsWith("250-"));
    }
  }

  private static void say(Socket client, String line) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
