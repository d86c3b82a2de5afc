package dev.gatehouse.app.config;

import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.http.HttpServer;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What each realm has for itself. Of {@code iss} and {@code aud}, which separate realms for whoever verifies a token elsewhere, the issuer is the one
 * that must differ: then the pairs do, and one service may accept the tokens of several realms under one audience.
 */
final class RealmsApart {
  private final RealmsConfig config;
  private final URI publicUrl;
  private final Wrong wrong;
  private final Map<String, RealmKey> keys = new HashMap<>();
  private final Map<String, RealmKey> hosts = new HashMap<>();
  private final Map<String, RealmKey> issuers = new HashMap<>();

  /** Hears of a mistake. */
  interface Wrong {
    void is(String member, String found, String accepted);
  }

  RealmsApart(RealmsConfig config, URI publicUrl, Wrong wrong) {
    this.config = config;
    this.publicUrl = publicUrl;
    this.wrong = wrong;
  }

  void judge() {
    for (RealmConfig realm : config.realms()) {
      RealmKey key = realm.key();
      boolean first = own("key", keys, key.value(), key);
      realm.hosts().stream()
          .sorted()
          .forEach(host -> own("hosts", hosts, HttpServer.RealmDoor.bare(host, publicUrl), key));
      if (first) {
        own("issuer", issuers, config.realm(realm, publicUrl).issuer(), key);
      }
    }
  }

  private boolean own(String member, Map<String, RealmKey> owners, String value, RealmKey key) {
    Optional<RealmKey> owner = Optional.ofNullable(owners.putIfAbsent(value, key));
    owner.ifPresent(other -> wrong.is(
        member,
        "is '" + value + "' for " + key + ", and for " + other + " already",
        "of each realm one of its own"));
    return owner.isEmpty();
  }
}
