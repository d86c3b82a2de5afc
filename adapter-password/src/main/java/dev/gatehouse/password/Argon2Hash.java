package dev.gatehouse.password;

import dev.gatehouse.domain.credential.PasswordHash;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A hash taken apart, as the reference library writes it: {@code $argon2id$v=19$m=19456,t=2,p=1$salt$tag}, without {@code v=} for version 16, salt and tag in Base64 without padding.
 *
 * @see <a href="https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md">PHC string format</a>
 */
final class Argon2Hash {
  private static final int LEAST_SALT_BYTES = 8;
  /** A shorter tag would be matched by chance. */
  private static final int LEAST_TAG_BYTES = 16;

  private static final int MOST_BYTES = 64;
  private static final String NUMBER = "([1-9][0-9]{0,8})";
  private static final String BYTES = "([A-Za-z0-9+/]{2,86})";
  private static final Pattern SHAPE = Pattern.compile("\\$(argon2(?:d|i|id))(?:\\$v=(16|19))?\\$m="
      + NUMBER + ",t=" + NUMBER + ",p=" + NUMBER + "\\$" + BYTES + "\\$" + BYTES);

  private final Argon2Recipe recipe;
  private final byte[] salt;
  private final byte[] tag;

  Argon2Hash(Argon2Recipe recipe, byte[] salt, byte[] tag) {
    requireLength("salt", salt, LEAST_SALT_BYTES);
    requireLength("tag", tag, LEAST_TAG_BYTES);
    this.recipe = recipe;
    this.salt = salt.clone();
    this.tag = tag.clone();
  }

  private static void requireLength(String part, byte[] bytes, int least) {
    if (bytes.length < least || bytes.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          part + " of " + bytes.length + " bytes is outside " + least + " to " + MOST_BYTES);
    }
  }

  /** Nothing when it is of another kind, broken, or of parameters that Argon2 does not have. Whether it is bearable to run is another question. */
  static Optional<Argon2Hash> parse(PasswordHash stored) {
    Matcher matcher = SHAPE.matcher(stored.phc());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      byte[] tag = decode(matcher.group(7));
      return Optional.of(
          new Argon2Hash(recipe(matcher, tag.length), decode(matcher.group(6)), tag));
    } catch (IllegalArgumentException outOfRange) {
      return Optional.empty();
    }
  }

  private static Argon2Recipe recipe(Matcher matcher, int tagBytes) {
    int version = Optional.ofNullable(matcher.group(2))
        .map(Integer::parseInt)
        .orElse(Argon2Recipe.VERSION_1_0);
    return new Argon2Recipe(
        Argon2Variant.ofLabel(matcher.group(1)),
        version,
        new Argon2Cost(number(matcher, 3), number(matcher, 4), number(matcher, 5)),
        tagBytes);
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  private static byte[] decode(String text) {
    byte[] bytes = Base64.getDecoder().decode(text);
    if (!encode(bytes).equals(text)) {
      throw new IllegalArgumentException("Base64 with bits left over");
    }
    return bytes;
  }

  private static String encode(byte[] bytes) {
    return Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The PHC string, always with its version. */
  PasswordHash encoded() {
    Argon2Cost cost = recipe.cost();
    return new PasswordHash("$%s$v=%d$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            recipe.variant().label(),
            recipe.version(),
            cost.memoryKib(),
            cost.iterations(),
            cost.parallelism(),
            encode(salt),
            encode(tag)));
  }

  Argon2Recipe recipe() {
    return recipe;
  }

  byte[] salt() {
    return salt.clone();
  }

  byte[] tag() {
    return tag.clone();
  }

  @Override
  public String toString() {
    return "Argon2Hash[redacted]";
  }
}
