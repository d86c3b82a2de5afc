package dev.gatehouse.mail;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.SocketFactory;

/**
 * Connections on which nothing is waited for beyond a moment, however often something comes: a time-out of a socket is for each read, and a server that
 * answers a letter now and then would keep a mail for as long as it likes.
 */
final class BoundedSockets extends SocketFactory {
  private volatile long since = System.nanoTime();
  private volatile long most = Long.MAX_VALUE;

  /** @param within from now on */
  void bound(Duration within) {
    since = System.nanoTime();
    most = within.toNanos();
  }

  private int left() throws SocketTimeoutException {
    long millis = (most - (System.nanoTime() - since)) / 1_000_000;
    if (millis <= 0) {
      throw new SocketTimeoutException("too late");
    }
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }

  @Override
  public Socket createSocket() {
    return new Bounded();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  private Socket connected(InetSocketAddress there) throws IOException {
    Socket socket = createSocket();
    socket.connect(there, left());
    return socket;
  }

  private final class Bounded extends Socket {
    private int timeout;

    @Override
    public synchronized void setSoTimeout(int millis) throws SocketException {
      timeout = millis;
      super.setSoTimeout(millis);
    }

    private synchronized void bound() throws IOException {
      int left = left();
      super.setSoTimeout(timeout == 0 ? left : Math.min(timeout, left));
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          bound();
          return super.read();
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
          bound();
          return super.read(bytes, from, length);
        }
      };
    }
  }
}
