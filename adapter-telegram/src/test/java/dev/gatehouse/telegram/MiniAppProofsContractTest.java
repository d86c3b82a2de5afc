package dev.gatehouse.telegram;

import dev.gatehouse.domain.identity.ShownProof;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.port.IdentityProofs;
import dev.gatehouse.telegram.Telegram.Settings;
import dev.gatehouse.testkit.contract.IdentityProofsContract;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

class MiniAppProofsContractTest extends IdentityProofsContract {
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
    String user = "{\"id\":" + subject + ",\"first_name\":\"" + said.incrementAndGet() + "\"}";
    return new ShownProof(
        Telegram.PROVIDER,
        "miniapp",
        Map.of("init_data", Forge.miniApp(Forge.OTHER_TOKEN, user, at)));
  }
}
