package dev.gatehouse.http;

import dev.gatehouse.domain.identity.ProviderKey;
import java.util.Locale;
import java.util.Map;

/** What people call a provider: its key with a large letter, but for who writes his name in another way. */
final class ProviderName {
  private static final Map<String, String> OTHERS = Map.of("github", "GitHub", "twitter", "X");

  private ProviderName() {}

  static String of(ProviderKey provider) {
    String key = provider.value();
    return OTHERS.getOrDefault(
        key, key.substring(0, 1).toUpperCase(Locale.ROOT) + key.substring(1));
  }
}
