package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.identity.ProviderProfile;
import dev.gatehouse.domain.identity.ShownProof;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.port.IdentityProofs;
import dev.gatehouse.testkit.contract.IdentityProofsContract;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.time.Instant;
import java.util.Map;

class InMemoryIdentityProofsContractTest extends IdentityProofsContract {
  private static final ProviderKey PROVIDER = new ProviderKey("messenger");

  private final InMemoryIdentityProofs proofs = new InMemoryIdentityProofs();

  @Override
  protected IdentityProofs proofs() {
    return proofs;
  }

  @Override
  protected RealmKey realm() {
    return new RealmKey("main");
  }

  @Override
  protected ShownProof said(String subject, Instant at) {
    return proofs.tell(
        realm(),
        new ShownProof(PROVIDER, "word", Map.of("word", Fixtures.unique())),
        ProvenIdentity.of(new Identity(PROVIDER, subject), ProviderProfile.EMPTY),
        at);
  }
}
