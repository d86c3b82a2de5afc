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
  private final Map<String, Entrance> byHost = new HashMap<>();
  private final Map<String, Entrance> byKey = new HashMap<>();
  private final Set<String> neutral = new HashSet<>();
  private final Optional<Entrance> byDefault;
  private final String scheme;
  private final boolean embedded;

  Doors(HttpServer.Settings settings) {
    URI own = settings.publicUrl();
    scheme = own.getScheme();
    embedded = settings.embedded();
    for (HttpServer.RealmDoor door : settings.realms()) {
      Entrance entrance = Entrance.of(door, embedded);
      byKey.put(door.realm().key().value(), entrance);
      door.hosts().forEach(host -> byHost.put(bare(host), entrance));
    }
    neutral.add(bare(own.getAuthority().toLowerCase(Locale.ROOT)));
    byDefault = settings.defaultRealm().map(byKey::get);
  }

  /** A realm, and its cookies where the path does not name it and where it does. */
  private record Entrance(HttpServer.RealmDoor door, String below, Cookies atHost, Cookies atPath) {
    static Entrance of(HttpServer.RealmDoor door, boolean embedded) {
      String below = "/realms/" + door.realm().key();
      List<String> prefixes = List.of("", below);
      return new Entrance(
          door,
          below,
          new Cookies(door.cookieNamespace(), "", prefixes, embedded),
          new Cookies(door.cookieNamespace(), below, prefixes, embedded));
    }

    boolean leadsElsewhereThan(Entrance other) {
      return !below.equals(other.below);
    }

    Place place(boolean named, String origin) {
      return new Place(door, named ? below : "", origin, named ? atPath : atHost);
    }
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
    String bare = bare(host.toLowerCase(Locale.ROOT));
    Optional<Entrance> ofHost = Optional.ofNullable(byHost.get(bare));
    Optional<Entrance> ofPath = named.map(byKey::get);
    boolean unknown = named.isPresent() && ofPath.isEmpty();
    boolean two =
        ofHost.isPresent() && ofPath.isPresent() && ofHost.get().leadsElsewhereThan(ofPath.get());
    if (unknown || two) {
      throw Fault.NOT_FOUND.because("there is no such realm at this host");
    }
    return ofPath
        .or(() -> ofHost)
        .or(() -> byDefault)
        .orElseThrow(() -> Fault.NOT_FOUND.because("no realm is chosen by this host and path"))
        .place(named.isPresent(), scheme + "://" + bare);
  }

  private String bare(String host) {
    return SettingsCheck.bare(host, scheme);
  }
}
