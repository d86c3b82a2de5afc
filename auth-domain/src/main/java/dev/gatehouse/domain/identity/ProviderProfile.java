package dev.gatehouse.domain.identity;

import java.net.URI;
import java.text.Normalizer;
import java.util.Optional;

/**
 * What a provider shows of a person: to be shown again, and never a key. As others write it, it is cut and cleaned rather than refused: a display name of at
 * most 100 code points, a username of at most 64, and the {@code https} URL of a picture of at most 1000 characters.
 */
public record ProviderProfile(
    Optional<String> displayName, Optional<String> username, Optional<String> picture) {
  public static final ProviderProfile EMPTY =
      new ProviderProfile(Optional.empty(), Optional.empty(), Optional.empty());
  private static final int NAME = 100;
  private static final int USERNAME = 64;
  private static final int PICTURE = 1000;

  public ProviderProfile {
    displayName = displayName.flatMap(text -> cleaned(text, NAME));
    username = username.flatMap(text -> cleaned(text, USERNAME));
    picture = picture.filter(ProviderProfile::web);
  }

  private static Optional<String> cleaned(String text, int most) {
    String plain =
        Normalizer.normalize(text.replaceAll("[\\p{Cc}\\p{Cs}]", " ").strip(), Normalizer.Form.NFC);
    int[] points = plain.codePoints().limit(most).toArray();
    return Optional.of(new String(points, 0, points.length).strip())
        .filter(left -> !left.isEmpty());
  }

  private static boolean web(String url) {
    try {
      URI uri = URI.create(url);
      return url.length() <= PICTURE && "https".equals(uri.getScheme()) && uri.getHost() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * What is shown once this has come after that: who is named is told of whole, but for the picture, which not every way brings; of whom no name comes, what does come
   * is added.
   */
  public ProviderProfile over(ProviderProfile before) {
    return new ProviderProfile(
        displayName.or(before::displayName),
        displayName.isPresent() ? username : username.or(before::username),
        picture.or(before::picture));
  }

  /** As much of its name as tells the owner who it is, and a stranger little. */
  public String masked() {
    return username
        .map(name -> "@" + first(name))
        .or(() -> displayName.map(ProviderProfile::first))
        .orElse("***");
  }

  private static String first(String name) {
    int shown = name.codePointCount(0, name.length()) > 4 ? 2 : 1;
    return name.substring(0, name.offsetByCodePoints(0, shown)) + "***";
  }

  @Override
  public String toString() {
    return "ProviderProfile[…]";
  }
}
