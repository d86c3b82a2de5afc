package dev.gatehouse.password;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import de.mkammerer.argon2.jna.Argon2Library;
import de.mkammerer.argon2.jna.Argon2_context;
import de.mkammerer.argon2.jna.Argon2_type;
import de.mkammerer.argon2.jna.Argon2_version;
import de.mkammerer.argon2.jna.JnaUint32;
import de.mkammerer.argon2.jna.Size_t;

/**
 * Argon2 by the reference library (libargon2), through the binding of argon2-jvm.
 *
 * <p>Below that project's own API on purpose: there a hash with p lanes starts p threads, the memory comes from malloc (see {@link NativeBlocks}), and an empty password is an error.
 */
final class NativeArgon2 implements Argon2Engine {
  private static final int OK = 0;
  private static final int IN_THE_CALLERS_THREAD = 1;

  /** The C side is done with a block; it has wiped it by then, and keeps nothing. */
  interface Release extends Callback {
    void invoke(Pointer memory, Size_t bytes);
  }

  private final NativeBlocks blocks;
  private final Release release = (memory, bytes) -> {};

  NativeArgon2(NativeBlocks blocks) {
    this.blocks = blocks;
  }

  @Override
  public String name() {
    return "native";
  }

  @Override
  public byte[] tag(Argon2Recipe recipe, Argon2Input input) {
    NativeBlocks.Block block = blocks.take(recipe.cost().memoryKib());
    try (Memory scratch = scratch(recipe, input)) {
      Argon2_context.ByReference context = new Argon2_context.ByReference();
      prescribe(context, recipe);
      fill(context, recipe, input, scratch);
      context.allocate_cbk = block.allocator();
      context.free_cbk = CallbackReference.getFunctionPointer(release);
      try {
        check(Argon2Library.INSTANCE.argon2_ctx(
            context, new Argon2_type(recipe.variant().code())));
        return scratch.getByteArray(0, recipe.tagBytes());
      } finally {
        scratch.clear();
      }
    } finally {
      blocks.give(block);
    }
  }

  /** One stretch of native memory for tag, password, salt, secret and associated data; a byte longer, so that an empty last part has an address. */
  private static Memory scratch(Argon2Recipe recipe, Argon2Input input) {
    return new Memory(recipe.tagBytes()
        + (long) input.password().length
        + input.salt().length
        + input.secret().length
        + input.associated().length
        + 1);
  }

  private static void prescribe(Argon2_context context, Argon2Recipe recipe) {
    context.version = new Argon2_version(recipe.version());
    context.m_cost = new JnaUint32(recipe.cost().memoryKib());
    context.t_cost = new JnaUint32(recipe.cost().iterations());
    context.lanes = new JnaUint32(recipe.cost().parallelism());
    context.threads = new JnaUint32(IN_THE_CALLERS_THREAD);
    context.flags = new JnaUint32(0);
  }

  private static void fill(
      Argon2_context context, Argon2Recipe recipe, Argon2Input input, Memory scratch) {
    context.out = scratch;
    context.outlen = new JnaUint32(recipe.tagBytes());
    long at = recipe.tagBytes();
    context.pwd = lay(scratch, at, input.password());
    context.pwdlen = new JnaUint32(input.password().length);
    at += input.password().length;
    context.salt = lay(scratch, at, input.salt());
    context.saltlen = new JnaUint32(input.salt().length);
    at += input.salt().length;
    context.secret = lay(scratch, at, input.secret());
    context.secretlen = new JnaUint32(input.secret().length);
    at += input.secret().length;
    context.ad = lay(scratch, at, input.associated());
    context.adlen = new JnaUint32(input.associated().length);
  }

  private static Pointer lay(Memory scratch, long at, byte[] bytes) {
    scratch.write(at, bytes, 0, bytes.length);
    return scratch.share(at);
  }

  private static void check(int code) {
    if (code != OK) {
      throw new IllegalStateException(
          "libargon2: " + Argon2Library.INSTANCE.argon2_error_message(code) + " (" + code + ")");
    }
  }
}
