package dev.gatehouse.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.port.Outage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class NativeArgon2Test {
  private static final Password PASSWORD = new Password("correct horse battery staple");

  @Test
  @DisplayName("[L37] a native hash takes next to nothing from the heap")
  void a_hash_takes_next_to_nothing_from_the_heap() {
    Passwords passwords = Passwords.open(Passwords.Settings.DEFAULT, new CountingRandomness());
    assertThat(passwords.engine()).isEqualTo("native");
    passwords.hasher().hash(PASSWORD);
    long before = allocated();

    for (int i = 0; i < 5; i++) {
      passwords.hasher().hash(PASSWORD);
    }

    assertThat((allocated() - before) / 5).isLessThan(256 * 1024);
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  @Test
  @DisplayName(
      "[L37] a storm from many threads leaves the process as large as the budget, not as the threads")
  void a_storm_stays_within_the_budget() throws Exception {
    Passwords.Settings patient = new Passwords.Settings(19_456, 2, 1, 4, Duration.ofSeconds(30));
    NativeBlocks blocks = new NativeBlocks(19_456, 4 * 19_456);
    Passwords passwords =
        new Passwords(patient, new CountingRandomness(), new NativeArgon2(blocks));
    passwords.hasher().hash(PASSWORD);
    long before = residentKib();
    AtomicInteger hashes = new AtomicInteger();
    CountDownLatch hashed = new CountDownLatch(48);
    CountDownLatch leave = new CountDownLatch(1);
    for (int i = 0; i < 48; i++) {
      new Thread(() -> hashAndStay(passwords, hashes, hashed, leave)).start();
    }
    assertThat(hashed.await(60, TimeUnit.SECONDS)).isTrue();
    long grown = residentKib() - before;
    leave.countDown();

    assertThat(hashes).hasValue(48);
    assertThat(blocks.heldKib()).isLessThanOrEqualTo(4 * 19_456);
    // a budget of 76 MiB, and the stacks of the threads; with malloc it grew by 500 MiB
    assertThat(grown).isLessThan(200 * 1024);
  }

  private static void hashAndStay(
      Passwords passwords, AtomicInteger hashes, CountDownLatch hashed, CountDownLatch leave) {
    passwords.hasher().hash(PASSWORD);
    hashes.incrementAndGet();
    hashed.countDown();
    try {
      leave.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What Linux says; elsewhere nothing is measured but the blocks. */
  private static long residentKib() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    String line = Files.readAllLines(status).stream()
        .filter(l -> l.startsWith("VmRSS:"))
        .findFirst()
        .orElseThrow();
    return Long.parseLong(line.replaceAll("[^0-9]", ""));
  }

  @Test
  void blocks_of_a_place_are_used_again() {
    NativeBlocks blocks = new NativeBlocks(1024, 4096);
    NativeBlocks.Block first = blocks.take(1024);
    NativeBlocks.Block second = blocks.take(8);
    assertThat(second).isNotSameAs(first);
    assertThat(blocks.heldKib()).isEqualTo(2048);
    blocks.give(first);

    assertThat(blocks.take(512)).isSameAs(first);
    assertThat(blocks.heldKib()).isEqualTo(2048);
  }

  @Test
  @DisplayName("[L37] a large block displaces idle ones, and is not kept")
  void a_large_block_displaces_idle_ones() {
    NativeBlocks blocks = new NativeBlocks(1024, 4096);
    NativeBlocks.Block used = blocks.take(1024);
    NativeBlocks.Block idle = blocks.take(1024);
    NativeBlocks.Block idleToo = blocks.take(1024);
    blocks.give(idle);
    blocks.give(idleToo);

    NativeBlocks.Block large = blocks.take(3000);
    assertThat(blocks.heldKib()).isEqualTo(4024);
    blocks.give(large);
    assertThat(blocks.heldKib()).isEqualTo(1024);
    blocks.give(used);
    assertThat(blocks.heldKib()).isEqualTo(1024);
  }

  @Test
  void memory_that_the_system_refuses_is_an_outage() {
    int tooMuch = Integer.MAX_VALUE;

    assertThatThrownBy(() -> {
          NativeBlocks blocks = new NativeBlocks(tooMuch, tooMuch);
          for (int i = 0; i < 200_000; i++) {
            blocks.take(tooMuch);
          }
        })
        .isExactlyInstanceOf(Outage.class)
        .hasMessage("memory for password hashing is not available");
  }

  @Test
  void what_the_library_refuses_is_an_error_that_says_why() {
    Argon2Recipe recipe = new Argon2Recipe(Argon2Variant.ID, 19, new Argon2Cost(8, 1, 1), 32);

    assertThatThrownBy(
            () -> Engines.nativeEngine().tag(recipe, new Argon2Input(new byte[1], new byte[1])))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("libargon2: Salt is too short (-6)");
  }
}
