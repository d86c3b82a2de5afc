package dev.gatehouse.telegram;

import dev.gatehouse.domain.identity.ShownProof;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.port.IdentityProofs;
import dev.gatehouse.telegram.Telegram.Settings;
import dev.gatehouse.testkit.contract.IdentityProofsContract;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

class WidgetProofsContractTest extends IdentityProofsContract {
  private final AtomicInteger said = new AtomicInteger();

  @Override
  protected IdentityProofs proofs() {
    return Telegram.proofs(Map.of(realm(), Settings.of(Forge.bot(), Forge.otherBot())));
  }

  @Override
  protected RealmKey realm() {
    return new RealmKey("main");
  }

  @Override
  protected ShownProof said(String subject, Instant at) {
    Map<String, String> user =
        Map.of("id", subject, "first_name", Integer.toString(said.incrementAndGet()));
    return new ShownProof(Telegram.PROVIDER, "widget", Forge.widget(Forge.TOKEN, user, at));
  }
}
