package dev.gatehouse.redis;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;

/**
 * A connection that hears one channel. Jedis connects, logs in and subscribes; from then on whatever arrives is an announcement, and is not
 * looked at: Jedis' own subscriptions keep their thread until somebody else ends them, which nobody here could.
 */
final class Subscription implements AutoCloseable {
  private static final byte[] PING = "*1\r\n$4\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Socket socket;
  private final byte[] heard = new byte[8192];

  private Subscription(Socket socket) {
    this.socket = socket;
  }

  /** @throws RuntimeException of Jedis, when Redis does not answer, or does not permit it */
  static Subscription open(HostAndPort host, JedisClientConfig config, String channel) {
    Socket socket = new DefaultJedisSocketFactory(host, config).createSocket();
    try {
      @SuppressWarnings("resource") // closing it would close the socket, which is what is kept
      Connection connection = new Connection(() -> socket, config);
      connection.sendCommand(Protocol.Command.SUBSCRIBE, channel);
      connection.getOne();
      return new Subscription(socket);
    } catch (RuntimeException failure) {
      close(socket);
      throw failure;
    }
  }

  /** Waits that long; whether something arrived. */
  boolean hears(Duration longest) throws IOException {
    socket.setSoTimeout((int) Math.max(1, longest.toMillis()));
    try {
      if (socket.getInputStream().read(heard) < 0) {
        throw new EOFException("Redis has hung up");
      }
      return true;
    } catch (SocketTimeoutException silence) {
      return false;
    }
  }

  /** Asks for a sign of life; whoever is there is heard. */
  void ping() throws IOException {
    socket.getOutputStream().write(PING);
    socket.getOutputStream().flush();
  }

  @Override
  public void close() {
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // nothing was to be kept of it
    }
  }
}
