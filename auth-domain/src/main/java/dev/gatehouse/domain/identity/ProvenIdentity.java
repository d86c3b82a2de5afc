package dev.gatehouse.domain.identity;

import dev.gatehouse.domain.secret.Particulars;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Somebody whom a provider has vouched for.
 *
 * @param identity by which the person is known here
 * @param also what the same person is called in another way by the same provider: it is joined to the identity, so that either finds the account
 */
public record ProvenIdentity(Identity identity, Optional<Identity> also, ProviderProfile profile) {
  private static final String PROVIDER = "provider";
  private static final String SUBJECT = "subject";
  private static final String ALSO_PROVIDER = "also_provider";
  private static final String ALSO_SUBJECT = "also_subject";
  private static final String NAME = "display_name";
  private static final String USERNAME = "username";
  private static final String PICTURE = "picture";

  public ProvenIdentity {
    if (also.filter(other -> other.provider().equals(identity.provider())).isPresent()) {
      throw new IllegalArgumentException("two subjects of " + identity.provider()
          + "; one that is joined is expected to have a provider key of its own");
    }
  }

  /** Somebody known by one subject only. */
  public static ProvenIdentity of(Identity identity, ProviderProfile profile) {
    return new ProvenIdentity(identity, Optional.empty(), profile);
  }

  /** The identity, and then what is joined to it. */
  public List<Identity> all() {
    return Stream.concat(Stream.of(identity), also.stream()).toList();
  }

  /** To be kept, sealed, with a secret that this person may spend. */
  public Particulars toParticulars() {
    Particulars kept = Particulars.NONE
        .with(PROVIDER, identity.provider().value())
        .with(SUBJECT, identity.subject());
    kept = with(kept, ALSO_PROVIDER, also.map(other -> other.provider().value()));
    kept = with(kept, ALSO_SUBJECT, also.map(Identity::subject));
    kept = with(kept, NAME, profile.displayName());
    kept = with(kept, USERNAME, profile.username());
    return with(kept, PICTURE, profile.picture());
  }

  private static Particulars with(Particulars kept, String name, Optional<String> value) {
    return value.map(text -> kept.with(name, text)).orElse(kept);
  }

  /** What {@link #toParticulars} kept. */
  public static ProvenIdentity of(Particulars kept) {
    return new ProvenIdentity(
        identity(kept, PROVIDER, SUBJECT)
            .orElseThrow(() -> new IllegalStateException("no identity was kept")),
        identity(kept, ALSO_PROVIDER, ALSO_SUBJECT),
        new ProviderProfile(kept.value(NAME), kept.value(USERNAME), kept.value(PICTURE)));
  }

  private static Optional<Identity> identity(Particulars kept, String provider, String subject) {
    return kept.value(provider)
        .flatMap(key -> kept.value(subject).map(text -> new Identity(new ProviderKey(key), text)));
  }

  @Override
  public String toString() {
    return "ProvenIdentity[" + identity.provider() + "]";
  }
}
