package dev.gatehouse.http;

import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the realm of a request: by the exact host, or by the path, else the default one (L16). No header that a client chooses freely has a say; a
 * host that nobody configured is refused. Two look-ups in maps, however many realms there are.
 */
final class Doors {
  private final Map<String, HttpServer.RealmDoor> byHost = new HashMap<>();
  private final Map<String, HttpServer.RealmDoor> byKey = new HashMap<>();
  private final Set<String> neutral = new HashSet<>();
  private final Optional<HttpServer.RealmDoor> byDefault;
  private final String scheme;
  private final boolean embedded;

  Doors(HttpServer.Settings settings) {
    URI own = settings.publicUrl();
    scheme = own.getScheme();
    embedded = settings.embedded();
    for (HttpServer.RealmDoor door : settings.realms()) {
      byKey.put(door.realm().key().value(), door);
      door.hosts().forEach(host -> byHost.put(bare(host), door));
    }
    neutral.add(bare(own.getAuthority().toLowerCase(Locale.ROOT)));
    byDefault = settings.defaultRealm().map(byKey::get);
  }

  /** Whether the value of {@code Host} is one of the server's own. On loopback, in embedded mode, the machine's own names are. */
  boolean knows(String host) {
    String bare = bare(host.toLowerCase(Locale.ROOT));
    return byHost.containsKey(bare)
        || neutral.contains(bare)
        || (embedded && SettingsCheck.loopback(host));
  }

  /** @throws Rejection 404 when there is no realm here, or host and path name two */
  Place find(String host, Optional<String> named) {
    String lower = host.toLowerCase(Locale.ROOT);
    Optional<HttpServer.RealmDoor> ofHost = Optional.ofNullable(byHost.get(bare(lower)));
    Optional<HttpServer.RealmDoor> ofPath = named.map(byKey::get);
    boolean unknown = named.isPresent() && ofPath.isEmpty();
    boolean two = ofHost.isPresent() && ofPath.isPresent() && !ofHost.equals(ofPath);
    if (unknown || two) {
      throw Fault.NOT_FOUND.because("there is no such realm at this host");
    }
    HttpServer.RealmDoor door = ofPath
        .or(() -> ofHost)
        .or(() -> byDefault)
        .orElseThrow(() -> Fault.NOT_FOUND.because("no realm is chosen by this host and path"));
    String below = "/realms/" + door.realm().key();
    String prefix = named.isPresent() ? below : "";
    return new Place(
        door,
        prefix,
        scheme + "://" + bare(lower),
        new Cookies(door.cookieNamespace(), prefix, List.of("", below), embedded));
  }

  private String bare(String host) {
    return SettingsCheck.bare(host, scheme);
  }
}
