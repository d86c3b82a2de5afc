package dev.gatehouse.application.linking;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.MailedSecrets;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.secret.DigestKeys;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Particulars;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.IdentityProviders;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What browsers are about that were sent to a provider: kept, sealed, under the state that comes back with them, of one purpose, and found only together with the
 * flow handle of who began it (law L14).
 */
final class Errands {
  private static final String PROVIDER = "provider";
  private static final String BACK = "back";
  private static final String REDIRECT = "redirect";
  private static final String NONCE = "nonce";
  private static final String VERIFIER = "verifier";
  private static final String LOCALE = "locale";
  private static final String TERMS = "terms";
  private static final String MARKETING = "marketing";
  private static final String REMEMBER = "remember";
  private static final String INVITATION = "invitation";
  private static final String TRANSPORT = "transport";
  private static final String BEGUN = "begun";

  private final Environment environment;
  private final MailedSecrets secrets;

  Errands(Environment environment, MailedSecrets secrets) {
    this.environment = environment;
    this.secrets = secrets;
  }

  /** One that is begun, and the handle for who began it. */
  record Begun(IdentityProviders.Errand errand, FlowHandle flow) {}

  /** @param owner whose account something is to be done to; the errand does not outlive a change of it */
  Begun begin(
      Store.Unit unit,
      Purpose purpose,
      Client client,
      Optional<OneTimeSecret.Owner> owner,
      Outing outing,
      Instant now) {
    FlowHandle flow = FlowHandle.of(environment.randomness().bytes(FlowHandle.BYTES));
    SecretText nonce = fresh();
    SecretText verifier = fresh();
    Scope scope = new Scope(
        purpose,
        client.realm().key(),
        owner.map(known -> known.account().toString()).orElse(""),
        Optional.of(DigestKeys.flow(flow)));
    SecretText state = secrets
        .issue(
            unit,
            scope,
            owner,
            particulars(outing, nonce, verifier)
                .with(TRANSPORT, client.transport().value())
                .with(BEGUN, now.toString()),
            now)
        .secret();
    return new Begun(new IdentityProviders.Errand(outing.back(), state, nonce, verifier), flow);
  }

  private SecretText fresh() {
    return SecretText.fresh(
        Purpose.Form.LINK, environment.randomness().bytes(SecretText.LINK_BYTES));
  }

  private static Particulars particulars(Outing outing, SecretText nonce, SecretText verifier) {
    Particulars kept = new Particulars(Map.of(
        PROVIDER, outing.provider().value(),
        BACK, outing.back(),
        NONCE, nonce.reveal(),
        VERIFIER, verifier.reveal(),
        LOCALE, outing.arrival().locale().toLanguageTag(),
        TERMS, Boolean.toString(outing.arrival().termsAccepted()),
        MARKETING, Boolean.toString(outing.arrival().marketing()),
        REMEMBER, Boolean.toString(outing.arrival().remember())));
    Particulars invited = outing
        .arrival()
        .invitation()
        .map(secret -> kept.with(INVITATION, secret.reveal()))
        .orElse(kept);
    return outing.redirect().map(to -> invited.with(REDIRECT, to)).orElse(invited);
  }

  /** In which a state is presented. */
  static Scope scope(Purpose purpose, Client client, Callback callback) {
    return Scope.ofLink(purpose, client.realm().key(), callback.flow().map(DigestKeys::flow));
  }

  /** One that is on its way. */
  record Underway(Particulars kept, Optional<AccountId> account) {
    ProviderKey provider() {
      return new ProviderKey(needed(PROVIDER));
    }

    IdentityProviders.Errand errand(SecretText state) {
      return new IdentityProviders.Errand(
          needed(BACK), state, new SecretText(needed(NONCE)), new SecretText(needed(VERIFIER)));
    }

    /** When it began; empty where a version sent it that did not keep that. */
    Optional<Instant> begunAt() {
      return kept.value(BEGUN).map(Instant::parse);
    }

    /** Where the page goes on. */
    Optional<String> redirect() {
      return kept.value(REDIRECT);
    }

    /**
     * Whether that is the way back on which it was sent: no other provider's, and no other address (a mix-up, RFC 9700, 4.4), and tokens travel as they would
     * have there.
     */
    boolean returnsBy(Client client, Callback callback) {
      return client.transport().value().equals(needed(TRANSPORT))
          && callback.provider().equals(provider())
          && callback.back().filter(other -> !other.equals(needed(BACK))).isEmpty();
    }

    /** As was said when it began, or is now. */
    Arrival arrival(Arrival now) {
      return new Arrival(
          Locale.forLanguageTag(needed(LOCALE)),
          said(TERMS) || now.termsAccepted(),
          said(MARKETING) || now.marketing(),
          said(REMEMBER) || now.remember(),
          now.invitation().or(() -> kept.value(INVITATION).map(SecretText::new)));
    }

    private boolean said(String name) {
      return Boolean.parseBoolean(needed(name));
    }

    private String needed(String name) {
      return kept.value(name)
          .orElseThrow(() -> new IllegalStateException("an errand without " + name));
    }
  }

  /** Looks at what this browser is about, without spending anything. */
  Optional<Underway> look(
      Store.Unit unit, Purpose purpose, Client client, Callback callback, Instant now) {
    return secrets
        .look(unit, scope(purpose, client, callback), callback.state(), now)
        .map(seen -> new Underway(
            seen.particulars(),
            Optional.of(seen.subject())
                .filter(subject -> !subject.isEmpty())
                .map(subject -> new AccountId(UUID.fromString(subject)))))
        .filter(underway -> underway.returnsBy(client, callback));
  }

  /** Ends it; of racing callers one gets true. */
  boolean spend(Store.Unit unit, Purpose purpose, Client client, Callback callback, Instant now) {
    return secrets
        .redeem(unit, scope(purpose, client, callback), callback.state(), now)
        .accepted();
  }
}
