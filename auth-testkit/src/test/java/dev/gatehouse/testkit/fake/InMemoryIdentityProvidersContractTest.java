package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.identity.ProviderProfile;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.port.IdentityProviders;
import dev.gatehouse.testkit.contract.IdentityProvidersContract;

class InMemoryIdentityProvidersContractTest extends IdentityProvidersContract {
  private static final RealmKey REALM = new RealmKey("customers");
  private static final ProviderKey PROVIDER = new ProviderKey("messenger");

  private final InMemoryIdentityProviders providers =
      new InMemoryIdentityProviders().offer(REALM, PROVIDER);

  @Override
  protected IdentityProviders providers() {
    return providers;
  }

  @Override
  protected RealmKey realm() {
    return REALM;
  }

  @Override
  protected ProviderKey provider() {
    return PROVIDER;
  }

  @Override
  protected String agree(String address, String subject) {
    return providers.agree(
        address, ProvenIdentity.of(new Identity(PROVIDER, subject), ProviderProfile.EMPTY));
  }

  @Override
  protected void fallSilent() {
    providers.silence(true);
  }
}
