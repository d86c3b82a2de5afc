package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RoomTest {
  private static final long MEGABYTE = 1024 * 1024;

  @Test
  @DisplayName(
      "[L38] a small heap has room for few clients, a large one for as many as there may be")
  void a_small_heap_has_room_for_few() {
    assertThat(Room.of(128 * MEGABYTE)).isEqualTo(new Room(1024, 512));
    assertThat(Room.of(32 * MEGABYTE)).isEqualTo(new Room(500, 250));
    assertThat(Room.of(1024 * MEGABYTE)).isEqualTo(new Room(8192, 4096));
    assertThat(Room.of(Long.MAX_VALUE)).isEqualTo(new Room(10_000, 5000));
  }
}
