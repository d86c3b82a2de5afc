package dev.gatehouse.http;

import io.javalin.http.Context;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what the body of a request says. */
final class Bodies {
  private static final Pattern UTF_8 =
      Pattern.compile("\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?");

  private Bodies() {}

  /** @throws Rejection 400, 415 or 422 */
  static Input read(Context context, byte[] bytes, Fields fields) {
    if (fields.none() || bytes.length == 0) {
      return fields.read(Json.object());
    }
    String type = Optional.ofNullable(context.req().getContentType())
        .orElse("")
        .strip()
        .toLowerCase(Locale.ROOT);
    boolean encoded = context.req().getHeader("Content-Encoding") != null;
    if (encoded || !is(fields.mediaType(), type)) {
      throw Fault.UNSUPPORTED_MEDIA_TYPE.thrown();
    }
    return fields.read(fields.form() ? Form.read(bytes) : StrictJson.read(bytes));
  }

  private static boolean is(String mediaType, String type) {
    return type.equals(mediaType)
        || (type.startsWith(mediaType)
            && UTF_8.matcher(type.substring(mediaType.length())).matches());
  }

  /** All of a body, or why it is refused. */
  static final class Received {
    private final byte[] bytes;
    private final Optional<Rejection> refused;

    private Received(byte[] bytes, Optional<Rejection> refused) {
      this.bytes = bytes;
      this.refused = refused;
    }

    static Received of(byte[] bytes) {
      return new Received(bytes, Optional.empty());
    }

    static Received refused(Rejection why) {
      return new Received(new byte[0], Optional.of(why));
    }

    /** As the {@link Arrival} left it. */
    static Received with(Context context) {
      return (Received) context.req().getAttribute(Received.class.getName());
    }

    boolean tooLong() {
      return refused
          .filter(why -> why.problem().code().equals(Fault.PAYLOAD_TOO_LARGE.name()))
          .isPresent();
    }

    /** @throws Rejection 400 when it did not arrive, 408 when it took too long, 413 when it was too long */
    byte[] whole() {
      refused.ifPresent(rejection -> {
        throw rejection;
      });
      return bytes;
    }
  }
}
