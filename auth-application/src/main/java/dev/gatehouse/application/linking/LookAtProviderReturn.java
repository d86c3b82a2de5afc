package dev.gatehouse.application.linking;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.MailedSecrets;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.session.Client;
import java.util.Optional;

/** What a browser that is back from a provider was about, for who has to send it on whether anything comes of it or not. Spends nothing. */
public final class LookAtProviderReturn {
  private final Environment environment;
  private final Errands errands;
  private final Purpose purpose;

  /** @param purpose of what it sees; all else it does not */
  public LookAtProviderReturn(Environment environment, MailedSecrets secrets, Purpose purpose) {
    this.environment = environment;
    this.errands = new Errands(environment, secrets);
    this.purpose = purpose;
  }

  /** @param redirect where the page goes on */
  public record Underway(Optional<String> redirect) {
    @Override
    public String toString() {
      return "Underway[…]";
    }
  }

  /** Empty when this browser began nothing like it (any more). */
  public Optional<Underway> handle(Client client, Callback callback) {
    return environment
        .store()
        .atomically(unit -> errands.look(unit, purpose, client, callback, environment.now()))
        .map(found -> new Underway(found.redirect()));
  }
}
