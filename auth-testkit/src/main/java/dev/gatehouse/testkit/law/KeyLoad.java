package dev.gatehouse.testkit.law;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.testkit.fixture.Chance;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** People who refresh and verify at any node, while keys turn, nodes do their work, and time passes: all at once. */
final class KeyLoad {
  private static final int PEOPLE = 3;
  private static final int HELD = 40;
  private static final int SHOWN = 8;
  private static final Duration TICK = Duration.ofSeconds(30);

  private final SessionLaws laws;
  private final List<House> nodes = new ArrayList<>();
  private final List<Walker> walkers = new ArrayList<>();
  private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
  private final Set<String> signers = ConcurrentHashMap.newKeySet();
  private int ticks;

  KeyLoad(SessionLaws laws) {
    this.laws = laws;
    nodes.add(laws.house);
    nodes.add(laws.node());
    for (int i = 0; i < PEOPLE; i++) {
      walkers.add(new Walker(laws.house.person(), new Chance(i)));
    }
  }

  /** Lets another node join. */
  void start(House node) {
    nodes.add(node);
  }

  /** Half a minute, in which everybody does something. */
  void tick(boolean rotate) {
    List<Callable<Boolean>> racers = new ArrayList<>();
    walkers.forEach(walker -> racers.add(walker::walk));
    nodes.forEach(node -> racers.add(() -> worked(node)));
    racers.add(() -> turned(nodes.get(ticks % nodes.size()), rotate));
    Race.between(racers);
    ticks++;
  }

  /** What was refused though it was good. */
  Collection<String> refusals() {
    return refusals;
  }

  /** The keys by which access tokens were signed. */
  Set<String> signers() {
    return signers;
  }

  private static boolean worked(House node) {
    node.work();
    return true;
  }

  private boolean turned(House node, boolean rotate) {
    if (rotate) {
      for (KeyUse use : KeyUse.values()) {
        node.gatehouse().rotateKeys().handle(Actor.operator("laws"), use);
      }
    }
    laws.house.clock().advance(TICK);
    return true;
  }

  /** Somebody with one session, who keeps every access token he got until it runs out. */
  private final class Walker {
    private final House.Person person;
    private final Chance chance;
    private final List<Tokens> held = new ArrayList<>();
    private Tokens current;

    Walker(House.Person person, Chance chance) {
      this.person = person;
      this.chance = chance;
      this.current = laws.house.signIn(person).tokens();
    }

    boolean walk() {
      for (int i = 0; i < 2; i++) {
        Answer<Tokens> answer = laws.refresh(chance.oneOf(nodes), person, current.refresh());
        if (!answer.ok()) {
          refusals.add("a refresh token: " + answer.code());
          return false;
        }
        current = answer.get();
        hold(current);
        for (int shown = 0; shown < SHOWN; shown++) {
          show(chance.oneOf(held));
        }
      }
      return true;
    }

    private void hold(Tokens tokens) {
      Instant now = laws.house.clock().instant();
      held.removeIf(old -> !now.isBefore(old.claims().expiresAt()));
      held.add(tokens);
      if (held.size() > HELD) {
        held.remove(chance.below(HELD));
      }
      signers.add(laws.kid(tokens));
    }

    private void show(Tokens tokens) {
      String code = laws.verify(chance.oneOf(nodes), tokens).code();
      // the clock may have passed its end meanwhile
      if (!code.equals(Answer.OK)
          && laws.house.clock().instant().isBefore(tokens.claims().expiresAt())) {
        refusals.add("an access token of " + tokens.claims().issuedAt() + ": " + code);
      }
    }
  }
}
