package dev.gatehouse.port;

import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.SecretText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Providers to which a browser is sent, and which send it back with a code for who sits there (RFC 6749, 4.1; RFC 7636). They may be asked over the network, so
 * never in a unit. That one does not answer, or not as it should, is an {@link Outage} and no verdict.
 */
public interface IdentityProviders {
  /** Where there are none. */
  IdentityProviders NONE = new IdentityProviders() {
    @Override
    public List<ProviderKey> at(RealmKey realm) {
      return List.of();
    }

    @Override
    public String address(RealmKey realm, ProviderKey provider, Errand errand, Instant now) {
      throw new IllegalArgumentException("there is no provider " + provider);
    }

    @Override
    public IdentityProofs.Verdict redeem(
        RealmKey realm, ProviderKey provider, Errand errand, Returned returned, Instant now) {
      return new IdentityProofs.Verdict.Unasked();
    }
  };

  /**
   * What ties a browser's way out to its way back. All three texts are 32 random bytes as base64url, each for one errand.
   *
   * @param back where the provider sends the browser afterwards: an absolute URL
   * @param state comes back with it
   * @param nonce comes back inside what the provider signs, where it does so
   * @param verifier whose SHA-256 goes out, and which itself the provider is told with the code alone
   */
  record Errand(String back, SecretText state, SecretText nonce, SecretText verifier) {
    @Override
    public String toString() {
      return "Errand[…]";
    }
  }

  /**
   * With what a browser came back.
   *
   * @param issuer who says to have sent it (RFC 9207), where that is said
   */
  record Returned(String code, Optional<String> issuer) {
    @Override
    public String toString() {
      return "Returned[…]";
    }
  }

  /** Those to which the realm sends people, in the order in which they are offered. */
  List<ProviderKey> at(RealmKey realm);

  /**
   * Where to send the browser: an absolute URL.
   *
   * @throws IllegalArgumentException when the realm has no such provider
   * @throws Outage when the provider is needed for it and does not answer
   */
  String address(RealmKey realm, ProviderKey provider, Errand errand, Instant now);

  /**
   * Who sat there. A code is good once; it is redeemed by whoever is first, be it in vain.
   *
   * @return {@code Refused} when the provider does not know the code, or has given it for another errand or to another client, and when what it says of the
   *     person does not hold
   * @throws Outage when the provider does not answer; the code may be redeemed then, or not
   */
  IdentityProofs.Verdict redeem(
      RealmKey realm, ProviderKey provider, Errand errand, Returned returned, Instant now);
}
