package dev.gatehouse.app.process;

import java.util.List;

/** Two servers of one site, started together. */
record TwoServers(Program one, Program other) implements AutoCloseable {
  static TwoServers start(Site site) {
    TwoServers servers = new TwoServers(site.begin("one"), site.begin("other"));
    try {
      servers.all().forEach(Program::ready);
      return servers;
    } catch (AssertionError e) {
      servers.close();
      throw e;
    }
  }

  List<Program> all() {
    return List.of(one, other);
  }

  /** By turns. */
  Program of(int number) {
    return number % 2 == 0 ? one : other;
  }

  @Override
  public void close() {
    one.close();
    other.close();
  }
}
