package dev.gatehouse.laws.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.testkit.law.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What was acknowledged to somebody, and what must be true ever after. Thread-safe. */
final class Ledger {
  private final Set<String> registered = ConcurrentHashMap.newKeySet();
  private final Set<String> mailed = ConcurrentHashMap.newKeySet();
  private final Map<String, String> held = new ConcurrentHashMap<>();
  private final Set<String> leaving = ConcurrentHashMap.newKeySet();
  private final Set<String> left = ConcurrentHashMap.newKeySet();
  private final List<String> faults = new CopyOnWriteArrayList<>();

  void note(List<String> lines) {
    lines.forEach(this::note);
  }

  void note(String line) {
    String[] words = line.split(" ", 3);
    switch (words[0]) {
      case "registered" -> registered.add(words[1]);
      case "mailed" -> mailed.add(words[1]);
      case "holds" -> held.put(words[1], words[2]);
      case "leaves" -> leaving.add(words[1]);
      case "left" -> left.add(words[1]);
      default -> faults.add(line);
    }
  }

  /** The addresses to which a mail must go. */
  Set<String> mailed() {
    return mailed;
  }

  /** What was said that nobody should ever hear. */
  List<String> faults() {
    return faults;
  }

  int size() {
    return registered.size() + mailed.size() + held.size() + left.size();
  }

  /** Everything acknowledged is there: accounts sign in, sessions refresh on, ended ones stay ended. */
  void assertKept(Household household) {
    List<String> outcomes = new ArrayList<>();
    held.forEach((session, token) -> {
      String code = Answer.<Tokens>to(() -> household.refresh(token)).code();
      boolean ended = left.contains(session);
      if (ended ? !code.equals("REFRESH_REJECTED") : !code.equals(Answer.OK)) {
        if (ended || !leaving.contains(session)) {
          outcomes.add(session + (ended ? " (ended)" : "") + ": " + code);
        }
      }
    });
    assertThat(outcomes).isEmpty();
    assertThat(registered).allSatisfy(name -> household.signIn(name));
    assertThat(left)
        .allSatisfy(session -> assertThat(household
                .postgres()
                .refreshes()
                .read(new SessionId(UUID.fromString(session)))
                .orElseThrow()
                .session()
                .revocation())
            .isPresent());
  }
}
