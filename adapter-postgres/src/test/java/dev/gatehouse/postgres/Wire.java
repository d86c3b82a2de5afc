package dev.gatehouse.postgres;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy between the driver and PostgreSQL that notes the frontend's messages, and counts how often the client waits for the server: a
 * turn begins when the client speaks after the server has. It can also fall silent, as a network does.
 */
public final class Wire implements Closeable {
  private static final int SSL_REQUEST = 80877103;

  private final ServerSocket entrance;
  private final int server;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final StringBuilder messages = new StringBuilder();
  private int turns;
  private volatile boolean silent;
  private volatile boolean swallowing;

  public Wire(int server) throws IOException {
    this.server = server;
    this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** Where it begins, on this machine. */
  public int port() {
    return entrance.getLocalPort();
  }

  /** The same database, through this wire; parameters begin with an ampersand. */
  public Postgres.Settings through(Postgres.Settings direct, String parameters) {
    String url = direct.url().replace(":" + server + "/", ":" + entrance.getLocalPort() + "/")
        + "?sslmode=disable" + parameters;
    return new Postgres.Settings(
        url,
        direct.user(),
        direct.password(),
        direct.poolSize(),
        direct.patience(),
        direct.statementTimeout(),
        direct.lockTimeout(),
        direct.listenUrl());
  }

  public synchronized void reset() {
    turns = 0;
    messages.setLength(0);
  }

  /** Round trips since the last reset. */
  public synchronized int turns() {
    return turns;
  }

  /** Types of the frontend's messages since the last reset: Parse, Bind, Describe, Execute, Sync; Q is a simple query. */
  public synchronized String messages() {
    return messages.toString();
  }

  /** From now on nothing gets through, and nobody is told. */
  public void fallSilent() {
    silent = true;
  }

  /** After {@link #fallSilent}, on connections made from now on. */
  public void speakAgain() {
    silent = false;
  }

  /** From now on questions get through, and answers do not. */
  public void swallowAnswers() {
    swallowing = true;
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = entrance.accept();
      Socket backend = new Socket(InetAddress.getLoopbackAddress(), server);
      sockets.addAll(List.of(client, backend));
      client.setTcpNoDelay(true);
      backend.setTcpNoDelay(true);
      Conversation conversation = new Conversation();
      start(() -> requests(client, backend, conversation));
      start(() -> answers(client, backend, conversation));
    }
  }

  private void requests(Socket client, Socket backend, Conversation conversation)
      throws IOException {
    try (client;
        backend) {
      DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
      DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(backend.getOutputStream()));
      for (boolean begun = false; true; ) {
        int type = begun ? in.readUnsignedByte() : 0;
        byte[] body = in.readNBytes(in.readInt() - Integer.BYTES);
        note(conversation, type);
        if (begun) {
          out.writeByte(type);
        }
        out.writeInt(body.length + Integer.BYTES);
        out.write(body);
        if (in.available() == 0 && !silent) {
          out.flush();
        }
        begun = begun || ByteBuffer.wrap(body).getInt() != SSL_REQUEST;
      }
    }
  }

  private void answers(Socket client, Socket backend, Conversation conversation)
      throws IOException {
    byte[] buffer = new byte[65536];
    try (client;
        backend) {
      for (int count = backend.getInputStream().read(buffer);
          count >= 0;
          count = backend.getInputStream().read(buffer)) {
        answered(conversation);
        if (!silent && !swallowing) {
          client.getOutputStream().write(buffer, 0, count);
        }
      }
    }
  }

  private synchronized void note(Conversation conversation, int type) {
    turns += conversation.clientSpeaks ? 0 : 1;
    conversation.clientSpeaks = true;
    messages.append(type == 0 ? "" : Character.toString(type));
  }

  private synchronized void answered(Conversation conversation) {
    conversation.clientSpeaks = false;
  }

  /** Who has the word. */
  private static final class Conversation {
    boolean clientSpeaks;
  }

  /** Ends with an exception when its sockets do. */
  private interface Pump {
    void run() throws IOException;
  }

  private static void start(Pump pump) {
    Thread thread = new Thread(
        () -> {
          try {
            pump.run();
          } catch (IOException over) {
            // the connection ended, as connections do
          }
        },
        "wire");
    thread.setDaemon(true);
    thread.start();
  }
}
