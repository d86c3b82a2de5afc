package dev.gatehouse.port;

import dev.gatehouse.domain.identity.Proof;
import dev.gatehouse.domain.identity.ShownProof;
import dev.gatehouse.domain.realm.RealmKey;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Says whether what somebody shows is a provider's word, and about whom. It remembers nothing: whoever asks sees to it that a proof is accepted once. */
public interface IdentityProofs {
  /** Where nobody's word counts. */
  IdentityProofs NONE = (realm, shown, now) -> new Verdict.Unasked();

  /**
   * Judges it by what the realm knows of the provider, at that time. The same proof has the same digest, however it is written, and whatever nonce it is shown
   * with.
   *
   * <p>An {@linkplain ShownProof#ID_TOKEN id_token} that holds a nonce is {@code Refused} unless it is shown with that one; one that holds none is too, where it is
   * shown with one and the provider says that it sends nonces back.
   */
  Verdict check(RealmKey realm, ShownProof shown, Instant now);

  /** The one answer to whatever is shown. */
  sealed interface Verdict {
    /**
     * It is genuine and fresh.
     *
     * @param parameter what whoever made the link wrote into it by which the person came, if the provider hands that on
     * @param language what the person reads, if the provider says so
     */
    record Proven(Proof proof, Optional<String> parameter, Optional<Locale> language)
        implements Verdict {
      @Override
      public String toString() {
        return "Proven[" + proof + "]";
      }
    }

    /**
     * It is not.
     *
     * @param flaw for who reads the records: 1 to 40 of {@code A-Z_}, a word of the adapter's and nothing of what was shown
     */
    record Refused(String flaw) implements Verdict {}

    /** The realm asks nothing of that provider, or no such kind is known of it. */
    record Unasked() implements Verdict {}

    default <R> R match(
        Function<Proven, R> proven, Function<Refused, R> refused, Supplier<R> unasked) {
      if (this instanceof Proven p) {
        return proven.apply(p);
      }
      return this instanceof Refused r ? refused.apply(r) : unasked.get();
    }
  }
}
