package dev.gatehouse.app.config;

import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.realm.RealmKind;
import dev.gatehouse.domain.realm.RegistrationMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The realms.
 *
 * @param fallback the realm of a request that names none by host or path
 */
public record RealmsConfig(List<RealmConfig> realms, Optional<RealmKey> fallback) {
  private static final RealmKey MAIN = new RealmKey("main");

  static RealmsConfig read(Reading reading, Mode mode) {
    Optional<RealmsConfig> file = reading
        .read(Key.REALMS_FILE, Path::of)
        .map(path -> new RealmsFile(path, reading, mode).read());
    return file.orElseGet(() -> single(mode));
  }

  private static RealmsConfig single(Mode mode) {
    RegistrationMode registration =
        mode == Mode.DEV ? RegistrationMode.OPEN : RegistrationMode.CLOSED;
    return new RealmsConfig(
        List.of(RealmConfig.of(MAIN, RealmKind.CUSTOMER, registration)), Optional.of(MAIN));
  }
}
