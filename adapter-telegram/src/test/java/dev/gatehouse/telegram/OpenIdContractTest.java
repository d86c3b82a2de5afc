package dev.gatehouse.telegram;

import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.port.IdentityProviders;
import dev.gatehouse.telegram.Telegram.ClientSecret;
import dev.gatehouse.telegram.Telegram.OpenId;
import dev.gatehouse.telegram.Telegram.OpenIds;
import dev.gatehouse.testkit.contract.IdentityProvidersContract;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class OpenIdContractTest extends IdentityProvidersContract {
  private static final RealmKey REALM = new RealmKey("customers");

  private final OpenIdStand stand =
      new OpenIdStand(Forge.BOT, "a-secret+of/the=client", Clock.fixed(NOW, ZoneOffset.UTC));
  private final OpenIds providers = OpenIds.of(
      Map.of(
          REALM,
          new OpenId(
              stand.issuer(),
              List.of(Forge.BOT),
              Optional.of(new ClientSecret("a-secret+of/the=client")),
              false)),
      HttpClient.newHttpClient());

  @AfterEach
  void stop() {
    stand.close();
  }

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
    return Telegram.PROVIDER;
  }

  @Override
  protected String agree(String address, String subject) {
    return Objects.requireNonNull(stand.agree(URI.create(address), subject).get("code"));
  }

  @Override
  protected void fallSilent() {
    stand.close();
  }
}
