package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.identity.Proof;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.port.IdentityProofs.Verdict;
import dev.gatehouse.port.IdentityProviders;
import dev.gatehouse.port.Outage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Providers at which whoever is sent there agrees when the test says so; each realm has those that were {@linkplain #offer offered} to it. */
public final class InMemoryIdentityProviders implements IdentityProviders {
  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Map<RealmKey, List<ProviderKey>> offered = new ConcurrentHashMap<>();
  private final Map<String, Grant> codes = new ConcurrentHashMap<>();
  private final AtomicInteger given = new AtomicInteger();
  private volatile boolean silent;
  private volatile Optional<Runnable> whileAsked = Optional.empty();

  private record Grant(String client, ProvenIdentity person) {}

  public InMemoryIdentityProviders offer(RealmKey realm, ProviderKey provider) {
    offered.computeIfAbsent(realm, key -> new CopyOnWriteArrayList<>()).add(provider);
    return this;
  }

  /** Whether they answer. */
  public void silence(boolean wanted) {
    silent = wanted;
  }

  /** This happens, once, while one of them is asked who sat there. */
  public void whileAsked(Runnable act) {
    whileAsked = Optional.of(act);
  }

  /** Whoever was sent to that address agrees there: the code with which the browser comes back. */
  public String agree(String address, ProvenIdentity person) {
    String code = "code-" + given.incrementAndGet();
    codes.put(code, new Grant(withoutState(address), person));
    return code;
  }

  /** The state of an address, as it comes back with the code. */
  public static String state(String address) {
    return Arrays.stream(address.split("[?&]", -1))
        .filter(pair -> pair.startsWith("state="))
        .map(pair -> pair.substring("state=".length()))
        .findFirst()
        .orElseThrow();
  }

  private static String withoutState(String address) {
    return address.replaceFirst("&state=[^&]*", "");
  }

  @Override
  public List<ProviderKey> at(RealmKey realm) {
    return List.copyOf(offered.getOrDefault(realm, List.of()));
  }

  @Override
  public String address(RealmKey realm, ProviderKey provider, Errand errand, Instant now) {
    if (!at(realm).contains(provider)) {
      throw new IllegalArgumentException(
          "there is no provider " + provider + "; there are " + at(realm));
    }
    answer();
    return "https://" + provider + ".example.com/auth?client=" + realm + "&back="
        + errand.back() + "&nonce=" + errand.nonce().digest().hex() + "&challenge="
        + errand.verifier().digest().hex() + "&state="
        + errand.state().reveal();
  }

  @Override
  public Verdict redeem(
      RealmKey realm, ProviderKey provider, Errand errand, Returned returned, Instant now) {
    if (!at(realm).contains(provider)) {
      return new Verdict.Unasked();
    }
    String client = withoutState(address(realm, provider, errand, now));
    Optional<Runnable> meanwhile = whileAsked;
    whileAsked = Optional.empty();
    meanwhile.ifPresent(Runnable::run);
    return Optional.ofNullable(codes.remove(returned.code()))
        .filter(grant -> grant.client().equals(client))
        .filter(grant -> returned
            .issuer()
            .filter(from -> !from.equals("https://" + provider + ".example.com"))
            .isEmpty())
        .<Verdict>map(grant -> new Verdict.Proven(
            new Proof(
                grant.person(),
                Digest.sha256((returned.code() + errand.verifier().reveal())
                    .getBytes(StandardCharsets.UTF_8)),
                now.truncatedTo(ChronoUnit.SECONDS),
                now.plus(FRESH)),
            Optional.empty(),
            Optional.empty()))
        .orElseGet(() -> new Verdict.Refused("CODE_REJECTED"));
  }

  private void answer() {
    if (silent) {
      throw new Outage("a provider", SOON);
    }
  }
}
