package dev.gatehouse.jwt;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The header of an access token (RFC 7515, 4; RFC 9068, 2.1).
 *
 * @param algorithm what the token claims to be signed with; it counts only if its key says the same
 *     (RFC 8725, 3.1)
 */
record TokenHeader(String algorithm, String kid) {
  static final String TYPE = "at+jwt";

  /** RFC 9068, 4: both spellings of the media type. */
  private static final Set<String> TYPES = Set.of(TYPE, "application/" + TYPE);

  /**
   * Extensions that we do not understand, encryption, and keys brought along by the token: never
   * ours (RFC 8725, 3.10).
   */
  private static final List<String> REFUSED =
      List.of("crit", "b64", "enc", "zip", "jwk", "jku", "x5u", "x5c");

  /** So that a look-up sees neither control characters nor novels. */
  private static final Pattern KID = Pattern.compile("[!-~]{1,128}");

  /** The header of a token signed by that key, as JSON. */
  static String of(String algorithm, String kid) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("kid", kid)
        .put("typ", TYPE)
        .put("alg", algorithm)
        .toString();
  }

  static TokenHeader read(byte[] utf8) {
    StrictObject header = StrictObject.parse(utf8);
    TokenHeader read = new TokenHeader(header.text("alg"), header.text("kid"));
    boolean typed = TYPES.contains(header.text("typ").toLowerCase(Locale.ROOT));
    if (!typed
        || REFUSED.stream().anyMatch(header::has)
        || !KID.matcher(read.kid).matches()) {
      throw TokenDefect.refused();
    }
    return read;
  }
}
