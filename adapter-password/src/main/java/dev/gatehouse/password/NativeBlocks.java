package dev.gatehouse.password;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import de.mkammerer.argon2.jna.Size_t;
import dev.gatehouse.port.Outage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The memory that native hashes fill, kept from one hash to the next and never more than the budget.
 *
 * <p>Left to itself libargon2 takes it by malloc, and glibc then keeps it in an arena of the thread: 64 threads that hashed four at a time held 600 MB instead of 76 (measured). Keeping it also spares
 * the page faults, a third of the time of a hash.
 */
final class NativeBlocks {
  /** glibc's mmap threshold never rises above 32 MiB: a larger block goes back to the system when freed. Pages that no hash touches cost nothing. */
  private static final long SURELY_MAPPED_BYTES = 33L << 20;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final int placeKib;
  private final int totalKib;
  private final Deque<Block> idle = new ArrayDeque<>();
  private int heldKib;

  /**
   * @param placeKib the size that is kept; a larger block is made for one hash
   * @param totalKib what idle and used blocks never exceed, as long as the callers' blocks, each at least {@code placeKib}, don't
   */
  NativeBlocks(int placeKib, int totalKib) {
    this.placeKib = placeKib;
    this.totalKib = totalKib;
  }

  /** A block of at least this size, for one hash. */
  synchronized Block take(int kib) {
    if (kib <= placeKib && !idle.isEmpty()) {
      return idle.pop();
    }
    int size = Math.max(kib, placeKib);
    while (heldKib + size > totalKib && !idle.isEmpty()) {
      drop(idle.pop());
    }
    Block block = new Block(size);
    heldKib += size;
    return block;
  }

  synchronized void give(Block block) {
    if (block.kib == placeKib) {
      idle.push(block);
    } else {
      drop(block);
    }
  }

  /** What is taken from the system now, used or idle. */
  synchronized int heldKib() {
    return heldKib;
  }

  private void drop(Block block) {
    block.memory.close();
    heldKib -= block.kib;
  }

  /** What libargon2 calls to have its memory: it writes the address into the slot. */
  interface Allocate extends Callback {
    int invoke(Pointer slot, Size_t bytes);
  }

  /** A stretch of memory, and the C function that hands it out; C may call it as long as this object lives. */
  static final class Block {
    private static final int OK = 0;
    private static final int NO_MEMORY = -22;

    private final int kib;
    private final Memory memory;
    private final Allocate allocate = this::handOut;

    private Block(int kib) {
      this.kib = kib;
      this.memory = reserve(Math.max(SURELY_MAPPED_BYTES, kib * 1024L));
    }

    Pointer allocator() {
      return CallbackReference.getFunctionPointer(allocate);
    }

    private int handOut(Pointer slot, Size_t bytes) {
      boolean fits = bytes.longValue() <= memory.size();
      slot.setPointer(0, fits ? memory : Pointer.NULL);
      return fits ? OK : NO_MEMORY;
    }

    private static Memory reserve(long bytes) {
      try {
        return new Memory(bytes);
      } catch (OutOfMemoryError refused) {
        // JNA's way to say that malloc failed: the heap is well
        throw new Outage("memory for password hashing", RETRY_AFTER, refused);
      }
    }
  }
}
