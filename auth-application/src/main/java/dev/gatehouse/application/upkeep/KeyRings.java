package dev.gatehouse.application.upkeep;

import dev.gatehouse.application.Environment;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.secret.DigestKey;
import dev.gatehouse.domain.secret.DigestKeys;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.domain.session.RefreshCodec;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyPolicy;
import dev.gatehouse.domain.token.KeyRing;
import dev.gatehouse.domain.token.KeyState;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.domain.token.SigningKey;
import dev.gatehouse.port.AccessTokens;
import dev.gatehouse.port.Keys;
import dev.gatehouse.port.Outage;
import dev.gatehouse.port.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The keys as this node knows them, and the work that keeps the rings turning. A key is known everywhere before it is used, so a reading that
 * is a minute old is good enough; a key that is not known makes the node look again, at most once in a second.
 */
public final class KeyRings {
  /** How often the rings are read and turned. */
  public static final Duration PERIOD = Duration.ofSeconds(30);

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMillis(250);

  private final Environment environment;
  private final AgreedTime time;
  private final MasterKeys master;
  private final AccessTokens tokens;
  private final Map<KeyUse, KeyPolicy> policies;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile Known known;
  private Instant lookedAt = Instant.MIN;
  private boolean lookFailed;

  /** The rings of one reading, opened; readings are numbered. */
  private record Known(
      int number,
      Set<String> kids,
      KeyRing signing,
      SigningKey active,
      RefreshCodec codec,
      DigestKeys digests) {}

  /** Reads the rings, creating what is missing: on an empty store the first keys of all. */
  public KeyRings(
      Environment environment,
      AgreedTime time,
      MasterKeys master,
      AccessTokens tokens,
      Map<KeyUse, KeyPolicy> policies) {
    this.environment = environment;
    this.time = time;
    this.master = master;
    this.tokens = tokens;
    this.policies = Map.copyOf(policies);
    turnAll(time.now());
    this.known = read(0);
  }

  public SigningKey signing() {
    return known.active();
  }

  public RefreshCodec refreshTokens() {
    return known.codec();
  }

  public DigestKeys digests() {
    return known.digests();
  }

  /**
   * The key of a kid if what it signed is good.
   *
   * @throws Outage when there is no such key here, and whether there is one elsewhere can not be read
   */
  public Optional<KeyEntry> verifying(String kid, Instant now) {
    Known seen = known;
    if (!seen.signing().has(kid)) {
      lookAgain(seen.number());
    }
    return known.signing().usable(kid, policy(KeyUse.ACCESS_TOKEN), now);
  }

  /**
   * Whether a key was withdrawn, or is gone, as the store has it: for a node that cannot be sure to have heard. If so the rings are read
   * anew, by one of those who ask.
   */
  public boolean withdrawnMeanwhile(String kid) {
    boolean good = environment.storage().keys().all().stream()
        .anyMatch(k -> k.kid().equals(kid) && k.state() != KeyState.WITHDRAWN);
    if (!good && reading.tryLock()) {
      try {
        reload();
      } finally {
        reading.unlock();
      }
    }
    return !good;
  }

  /** The public keys of everything that signs, will sign or has signed what may still be presented. */
  public String jwks() {
    return tokens.jwks(known.signing().usable());
  }

  /** Somebody has withdrawn a key: reads the rings anew, unless that is known here. */
  public void withdrawn(String kid) {
    if (known.kids().contains(kid)) {
      reload();
    }
  }

  /** Reads the rings as they are stored; one reading after another, so that none replaces a newer one. */
  public void reload() {
    reading.lock();
    try {
      known = read(known.number() + 1);
      lookFailed = false;
    } finally {
      reading.unlock();
    }
  }

  /**
   * Many may ask at once, and anybody can make up a name: one of them reads, and nobody waits long for that one. Readings for other reasons do
   * not count as a look: a key may have come to sign since.
   *
   * @throws Outage when that failed, a moment ago or now, or takes long: whether there is such a key is then not known
   */
  private void lookAgain(int seen) {
    if (!entered()) {
      throw new Outage("key rings", LOOK_AGAIN);
    }
    try {
      if (known.number() != seen) {
        return;
      }
      Instant now = environment.now();
      boolean lately = Duration.between(lookedAt, now).abs().compareTo(LOOK_AGAIN) < 0;
      if (!lately) {
        lookedAt = now;
        lookFailed = true;
        reload();
      } else if (lookFailed) {
        throw new Outage("key rings", LOOK_AGAIN);
      }
    } finally {
      reading.unlock();
    }
  }

  private boolean entered() {
    try {
      return reading.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Makes every change that is due, on this node or found made by another, and reads the rings. */
  public void turn() {
    try {
      turnAll(time.now());
    } finally {
      reload();
    }
  }

  /** Prepares what gives a ring an active key again, in the unit that takes it away: nobody ever reads a ring without one. */
  public Consumer<Store.Unit> successor(KeyUse use, Instant now) {
    KeyEntry fresh = fresh(use, now);
    return unit -> turned(unit, use, fresh, now);
  }

  /** A key's name, and what it is sealed as under the newest master key. */
  public record Resealed(String kid, Sealed sealed) {}

  /**
   * Those of the keys that are sealed under an older master key.
   *
   * @throws IllegalStateException when one does not open
   */
  public List<Resealed> resealed(List<KeyEntry> some) {
    return some.stream()
        .filter(key -> !master.upToDate(key.sealed()))
        .map(key -> new Resealed(
            key.kid(), seal(key.kid(), master.open(key.sealed(), KeyEntry.place(key.kid())))))
        .toList();
  }

  public KeyPolicy policy(KeyUse use) {
    return Objects.requireNonNull(policies.get(use));
  }

  private void turnAll(Instant now) {
    List<KeyEntry> all = environment.storage().keys().all();
    for (KeyUse use : KeyUse.values()) {
      KeyRing ring = ring(all, use);
      while (!ring.due(policy(use), now).isEmpty()) {
        // made before the unit begins; not needed if another node was faster
        KeyEntry fresh = fresh(use, now);
        ring = environment.store().atomically(unit -> turned(unit, use, fresh, now));
      }
    }
  }

  private KeyRing turned(Store.Unit unit, KeyUse use, KeyEntry fresh, Instant now) {
    Keys keys = unit.keys();
    for (KeyRing.Change change : new KeyRing(keys.lock(use)).due(policy(use), now)) {
      if (change instanceof KeyRing.Change.Create create) {
        create(unit, use, fresh.moved(create.state(), now));
      } else if (change instanceof KeyRing.Change.Activate activate) {
        new KeyRing(keys.lock(use))
            .active()
            .ifPresent(old -> keys.move(old.kid(), KeyState.RETIRING, now));
        keys.move(activate.key().kid(), KeyState.ACTIVE, now);
        unit.record(event(EventType.KEY_ACTIVATED, activate.key().kid(), now));
      } else if (change instanceof KeyRing.Change.Drop drop) {
        keys.drop(drop.key().kid());
        unit.record(event(EventType.KEY_DROPPED, drop.key().kid(), now));
      }
    }
    return new KeyRing(keys.lock(use));
  }

  private void create(Store.Unit unit, KeyUse use, KeyEntry fresh) {
    int version = new KeyRing(unit.keys().lock(use)).nextVersion(unit.keys().highestVersion(use));
    unit.keys().add(fresh.numbered(version));
    unit.record(event(EventType.KEY_CREATED, fresh.kid(), fresh.since()));
  }

  private static Event event(EventType type, String kid, Instant now) {
    return Event.of(type, now, Optional.empty(), Actor.SYSTEM).because(kid);
  }

  private KeyEntry fresh(KeyUse use, Instant now) {
    if (use == KeyUse.ACCESS_TOKEN) {
      AccessTokens.NewKey pair = tokens.generate();
      return entry(
          pair.kid(),
          use,
          pair.algorithm(),
          seal(pair.kid(), pair.signing().pkcs8()),
          pair.publicKey(),
          now);
    }
    String kid = HexFormat.of().formatHex(environment.randomness().bytes(16));
    return entry(
        kid, use, "HS256", seal(kid, environment.randomness().bytes(DigestKey.BYTES)), "", now);
  }

  private static KeyEntry entry(
      String kid, KeyUse use, String algorithm, Sealed sealed, String publicKey, Instant now) {
    return new KeyEntry(
        kid, use, 0, algorithm, KeyState.NEXT, sealed, publicKey, now, now, Optional.empty());
  }

  private Sealed seal(String kid, byte[] plain) {
    Sealed sealed = master.seal(
        plain, KeyEntry.place(kid), environment.randomness().bytes(MasterKeys.NONCE_BYTES));
    Arrays.fill(plain, (byte) 0);
    return sealed;
  }

  private Known read(int number) {
    List<KeyEntry> all = environment.storage().keys().all();
    KeyRing signing = ring(all, KeyUse.ACCESS_TOKEN);
    KeyEntry active = active(signing, KeyUse.ACCESS_TOKEN);
    KeyRing refresh = ring(all, KeyUse.REFRESH_TOKEN);
    RefreshCodec codec = new RefreshCodec(
        digestKey(active(refresh, KeyUse.REFRESH_TOKEN)),
        refresh.usable().stream().map(this::digestKey).toList());
    KeyRing digests = ring(all, KeyUse.DIGEST);
    // the next one too: another node may have seen it become active already
    List<DigestKey> usable = digests.usable().stream().map(this::digestKey).toList();
    SigningKey signer = new SigningKey(
        active.kid(),
        active.algorithm(),
        master.open(active.sealed(), KeyEntry.place(active.kid())));
    Set<String> kids = all.stream()
        .filter(key -> key.state() != KeyState.WITHDRAWN)
        .map(KeyEntry::kid)
        .collect(Collectors.toUnmodifiableSet());
    return new Known(number, kids, signing, signer, codec, new DigestKeys(usable));
  }

  private DigestKey digestKey(KeyEntry key) {
    return new DigestKey(key.version(), master.open(key.sealed(), KeyEntry.place(key.kid())));
  }

  private static KeyRing ring(List<KeyEntry> all, KeyUse use) {
    return new KeyRing(all.stream().filter(k -> k.use() == use).toList());
  }

  private static KeyEntry active(KeyRing ring, KeyUse use) {
    return ring.active()
        .orElseThrow(() -> new IllegalStateException(
            "the ring " + use + " has no active key; turning it makes one"));
  }
}
