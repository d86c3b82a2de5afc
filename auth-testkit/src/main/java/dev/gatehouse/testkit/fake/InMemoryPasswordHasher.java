package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.port.Outage;
import dev.gatehouse.port.PasswordHasher;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Hashes fast, salted by counting, and counts how often: for tests only. A hash is {@code $fake$v=<parameters>,s=<salt>$<SHA-256>}. */
public final class InMemoryPasswordHasher implements PasswordHasher {
  private static final PasswordHash NOBODYS = new PasswordHash("$fake$v=0,s=0$nobody");

  private final AtomicInteger work = new AtomicInteger();
  private final AtomicInteger judged = new AtomicInteger();
  private final AtomicInteger parameters = new AtomicInteger(1);
  private final AtomicInteger salts = new AtomicInteger();
  private volatile boolean full;
  private volatile boolean crowded;

  @Override
  public PasswordHash hash(Password password) {
    return compute(password, parameters() + ",s=" + salts.incrementAndGet());
  }

  @Override
  public boolean matches(Password password, Optional<PasswordHash> stored) {
    PasswordHash hash = stored.orElse(NOBODYS);
    String[] parts = hash.phc().split("\\$", -1);
    String recipe = parts.length == 4 && parts[1].equals("fake") ? parts[2] : parameters();
    boolean equal = compute(password, recipe).equals(hash);
    stored.ifPresent(looked -> judged.incrementAndGet());
    return equal;
  }

  @Override
  public void expectRoom() {
    if (crowded) {
      throw noRoom();
    }
  }

  @Override
  public boolean outdated(PasswordHash stored) {
    return !stored.phc().startsWith("$fake$" + parameters() + ",");
  }

  /** How many hashes were computed: the cost that must not tell a known name from an unknown one. */
  public int work() {
    return work.get();
  }

  /** How many passwords were held against one that is stored. */
  public int judged() {
    return judged.get();
  }

  /** Whether the budget is full from now on, and nobody knew before asking: then hashing and matching are an {@link Outage}. */
  public void full(boolean is) {
    full = is;
  }

  /** Whether it shows from now on that there would be no room. */
  public void crowded(boolean is) {
    crowded = is;
  }

  /** Raises the parameters in force: every hash made until now is outdated, and still matches. */
  public void raiseParameters() {
    parameters.incrementAndGet();
  }

  private String parameters() {
    return "v=" + parameters.get();
  }

  private PasswordHash compute(Password password, String recipe) {
    if (full) {
      throw noRoom();
    }
    work.incrementAndGet();
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    input.writeBytes(recipe.getBytes(StandardCharsets.UTF_8));
    input.writeBytes(password.utf8());
    String hash = Base64.getEncoder()
        .withoutPadding()
        .encodeToString(Digest.sha256(input.toByteArray()).bytes());
    return new PasswordHash("$fake$" + recipe + "$" + hash);
  }

  private static Outage noRoom() {
    return new Outage("password hashing", Duration.ofSeconds(1));
  }
}
