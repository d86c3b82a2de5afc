package dev.gatehouse.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the body of a request, and no more of it than may be (L38). */
final class Bodies {
  static final int MOST_BYTES = 64 * 1024;

  /** What is read of a body that is too long, and thrown away. */
  private static final int SWALLOWED_BYTES = 1024 * 1024;

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
    return type.startsWith(mediaType)
        && UTF_8.matcher(type.substring(mediaType.length())).matches();
  }

  /** All of a body, or why it is refused. */
  static final class Received {
    private final byte[] bytes;
    private final Optional<Rejection> refused;

    private Received(byte[] bytes, Optional<Rejection> refused) {
      this.bytes = bytes;
      this.refused = refused;
    }

    /** @throws Rejection 400 when it did not arrive, 413 when it was too long */
    byte[] whole() {
      refused.ifPresent(rejection -> {
        throw rejection;
      });
      return bytes;
    }
  }

  /** Takes everything that is sent, before anything is refused: a client that is still writing when the connection is cut may never read why. */
  static Received receive(Context context) {
    try {
      return new Received(bytes(context), Optional.empty());
    } catch (Rejection refused) {
      return new Received(new byte[0], Optional.of(refused));
    }
  }

  private static byte[] bytes(Context context) {
    try {
      InputStream stream = context.req().getInputStream();
      byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        swallow(stream);
        throw Fault.PAYLOAD_TOO_LARGE.thrown();
      }
      return bytes;
    } catch (IOException e) {
      // the client went away, was too slow, or broke the framing
      throw Fault.MALFORMED_REQUEST.because("the body did not arrive");
    }
  }

  /** Of what is far too long the rest is cut off. */
  private static void swallow(InputStream stream) throws IOException {
    byte[] buffer = new byte[8192];
    for (int left = SWALLOWED_BYTES; left > 0; left -= buffer.length) {
      if (stream.readNBytes(buffer, 0, buffer.length) < buffer.length) {
        return;
      }
    }
  }
}
