package dev.gatehouse.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of this machine. */
final class Ports {
  private Ports() {}

  /** One that is free now. */
  static int anyFree(String host) {
    try {
      return tried(host, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean free(String host, int port) {
    try {
      tried(host, port);
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private static int tried(String host, int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
      return socket.getLocalPort();
    }
  }
}
