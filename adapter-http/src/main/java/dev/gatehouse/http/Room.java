package dev.gatehouse.http;

/**
 * For how many clients the memory has room, whatever they send and however slowly (L38).
 *
 * @param connections at most; beyond them nobody is let in until somebody goes
 * @param slowBodies requests at most whose body is still coming
 */
record Room(int connections, int slowBodies) {
  /** What one takes that sends all it may: headers as they came and as they were read, what of its body is always taken, and what the server needs beside. */
  private static final int EACH = 64 * 1024;

  private static final int FEWEST_CONNECTIONS = 500;
  private static final int MOST_CONNECTIONS = 10_000;

  /** Half of the heap is for connections, and half of these may have the room for a body. */
  static Room of(long heap) {
    long room = heap / 2 / EACH;
    int connections = (int) Math.min(Math.max(room, FEWEST_CONNECTIONS), MOST_CONNECTIONS);
    return new Room(connections, connections / 2);
  }
}
