package dev.gatehouse.application.linking;

import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.port.IdentityProviders;
import java.util.List;

/** To which providers a realm sends people who want to sign in, in the order in which they are offered. */
public final class ListProviders {
  private final IdentityProviders providers;

  public ListProviders(IdentityProviders providers) {
    this.providers = providers;
  }

  public List<ProviderKey> handle(Realm realm) {
    return realm.opensToProviders() ? providers.at(realm.key()) : List.of();
  }
}
