package dev.gatehouse.mail;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** TLS before an SMTP server that has none: from the first byte on, or once STARTTLS asks for it (RFC 3207). */
final class TlsFront implements AutoCloseable {
  private final MailServer behind;
  private final SSLContext identity;
  private final boolean startTls;
  private final ServerSocket socket;
  private final Queue<String> heardInClear = new ConcurrentLinkedQueue<>();
  private final ByteArrayOutputStream heardByTls = new ByteArrayOutputStream();

  TlsFront(MailServer behind, SSLContext identity, boolean startTls) {
    this.behind = behind;
    this.identity = identity;
    this.startTls = startTls;
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    background(this::serve);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** The lines that came before there was TLS. */
  List<String> heardInClear() {
    return List.copyOf(heardInClear);
  }

  /** The lines that came by TLS, and what was said of them by then. */
  List<String> heardByTls() {
    return heardByTls.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        if (!startTls || asksForTls(client)) {
          pass(client);
        }
      } catch (IOException gone) {
        // the next one
      }
    }
  }

  private boolean asksForTls(Socket client) throws IOException {
    BufferedReader in = new BufferedReader(
        new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    say(client, "220 here");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      heardInClear.add(line);
      if (line.equals("STARTTLS")) {
        say(client, "220 go on");
        return true;
      }
      say(client, line.startsWith("EHLO") ? "250-here\r\n250 STARTTLS" : "530 not in clear");
    }
    return false;
  }

  private void pass(Socket client) throws IOException {
    try (SSLSocket safe = (SSLSocket) identity
            .getSocketFactory()
            .createSocket(client, client.getInetAddress().getHostAddress(), port(), true);
        Socket server = new Socket(InetAddress.getLoopbackAddress(), behind.port())) {
      safe.setUseClientMode(false);
      safe.startHandshake();
      if (startTls) {
        // who asked for TLS has been greeted
        greeting(server.getInputStream());
      }
      background(() -> answers(server, safe));
      InputStream in = safe.getInputStream();
      byte[] bytes = new byte[4096];
      for (int read = in.read(bytes); read > 0; read = in.read(bytes)) {
        heardByTls.write(bytes, 0, read);
        server.getOutputStream().write(bytes, 0, read);
      }
    }
  }

  private static void greeting(InputStream in) throws IOException {
    for (int read = in.read(); read >= 0 && read != '\n'; ) {
      read = in.read();
    }
  }

  private static void answers(Socket server, SSLSocket safe) {
    try (safe) {
      server.getInputStream().transferTo(safe.getOutputStream());
    } catch (IOException gone) {
      // so is the mail
    }
  }

  private static void say(Socket client, String lines) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write((lines + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static void background(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
