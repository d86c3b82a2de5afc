package dev.gatehouse.domain.identity;

import dev.gatehouse.domain.refusal.Refusal;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who somebody is for a provider: the key of a person, and nothing else is (law L06). A subject is 1 to 255 characters (OpenID Connect Core, 2) without
 * white space and control characters at all, and not what careless programs write where there is none.
 */
public record Identity(ProviderKey provider, String subject) {
  private static final int LONGEST = 255;
  private static final Set<String> NONE = Set.of("null", "none", "nil", "undefined", "nan");

  public Identity {
    if (!acceptable(subject)) {
      throw new IllegalArgumentException(
          "not a subject (" + subject.length() + " characters); 1 to " + LONGEST
              + " characters are expected, no white space, no control characters, and no word for nothing");
    }
  }

  /**
   * What a provider said, which may have said nothing.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code IdentityRejected} where that is no subject
   */
  public static Identity of(ProviderKey provider, Optional<String> subject) {
    return subject
        .filter(Identity::acceptable)
        .map(text -> new Identity(provider, text))
        .orElseThrow(() -> new Refusal.IdentityRejected().thrown());
  }

  private static boolean acceptable(String subject) {
    return !subject.isEmpty()
        && subject.length() <= LONGEST
        && subject.codePoints().noneMatch(Identity::foreign)
        && !NONE.contains(subject.toLowerCase(Locale.ROOT));
  }

  private static boolean foreign(int point) {
    return Character.isISOControl(point)
        || Character.isWhitespace(point)
        || Character.isSpaceChar(point)
        || Character.getType(point) == Character.SURROGATE
        || Character.getType(point) == Character.FORMAT;
  }

  @Override
  public String toString() {
    return "Identity[" + provider + "]";
  }
}
