package dev.gatehouse.app;

import dev.gatehouse.app.config.RealmsConfig;
import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.domain.realm.Realm;
import java.net.URI;

/** The core with the adapters that every command of this program uses. */
final class Core {
  private Core() {}

  static Gatehouse.Builder builder(
      Foundation foundation, World world, Engines engines, Realm... realms) {
    return Gatehouse.builder()
        .storage(foundation.storage())
        .masterKeys(foundation.master())
        .passwordHasher(engines.passwords().hasher())
        .commonPasswords(engines.common())
        .accessTokens(engines.tokens())
        .clock(world.clock())
        .randomness(world.randomness())
        .realms(realms);
  }

  static Realm[] realms(RealmsConfig config, URI publicUrl) {
    return config.realms().stream()
        .map(realm -> config.realm(realm, publicUrl))
        .toArray(Realm[]::new);
  }
}
