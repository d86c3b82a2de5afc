package dev.gatehouse.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An SMTP server that takes mails, keeps those it has whole, and dies while it takes one: its connection and its port are gone in that moment. */
final class MortalServer implements AutoCloseable {
  /** When it dies. */
  enum Hour {
    /** The text of the mail has begun to come. */
    BEGUN,
    /** The mail is there whole and kept; that this is so was not said. */
    KEPT
  }

  private final int port;
  private final Hour hour;
  private final List<String> kept = new CopyOnWriteArrayList<>();
  private volatile ServerSocket socket;
  private final AtomicInteger left;

  /** @param survived how many mails it takes before that one */
  MortalServer(int survived, Hour hour) {
    this.left = new AtomicInteger(survived);
    this.hour = hour;
    this.socket = listen(0);
    this.port = socket.getLocalPort();
    serve(socket);
  }

  String url() {
    return "smtp://127.0.0.1:" + port;
  }

  boolean dead() {
    return socket.isClosed();
  }

  /** Is there again, with what it had kept, and lives. */
  void rise() {
    left.set(Integer.MAX_VALUE);
    socket = listen(port);
    serve(socket);
  }

  /** The {@code Message-ID} of each mail that it has kept, in the order in which they came. */
  List<String> kept() {
    return List.copyOf(kept);
  }

  private static ServerSocket listen(int port) {
    try {
      return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(ServerSocket on) {
    Thread thread = new Thread(() -> {
      while (!on.isClosed()) {
        try (Socket client = on.accept()) {
          talk(client, on);
        } catch (IOException gone) {
          // the next one, or nobody
        }
      }
    });
    thread.setDaemon(true);
    thread.start();
  }

  private void talk(Socket client, ServerSocket on) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
    say(client, "220 here");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals("DATA")) {
        say(client, "354 go on");
        if (!take(in)) {
          on.close();
          return;
        }
      }
      say(client, "250 fine");
    }
  }

  /** False when it dies of it. */
  private boolean take(BufferedReader in) throws IOException {
    boolean last = left.getAndDecrement() == 0;
    String id = "";
    for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      if (last && hour == Hour.BEGUN) {
        return false;
      }
      id = line.startsWith("Message-ID: ") ? line.substring("Message-ID: ".length()) : id;
    }
    kept.add(id);
    return !last;
  }

  private static void say(Socket client, String line) throws IOException {
    client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
