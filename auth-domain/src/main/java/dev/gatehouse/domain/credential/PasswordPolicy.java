package dev.gatehouse.domain.credential;

import dev.gatehouse.domain.refusal.Refusal;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * What a new password must be (NIST SP 800-63B-4, 3.1.1): long, and not one of those that are tried first; no composition
 * rules. Judged when a password is set, never when it is used.
 *
 * @param minLength in code points
 * @param maxLength in code points
 */
public record PasswordPolicy(int minLength, int maxLength) {
  public static final PasswordPolicy CUSTOMER = new PasswordPolicy(12, 128);
  /** 15: what NIST asks where the password is the only factor, and what staff keeps anyway. */
  public static final PasswordPolicy STAFF = new PasswordPolicy(15, 128);

  /** Shorter names are in too many honest passwords. */
  private static final int SHORTEST_NAME = 3;

  public PasswordPolicy {
    if (minLength < 8 || maxLength < 64 || maxLength > 256) {
      throw new IllegalArgumentException("password length " + minLength + " to " + maxLength
          + " is outside: at least 8, and at most 64 to 256");
    }
  }

  /** What a rule sees. */
  private record Candidate(
      PasswordPolicy policy,
      Password password,
      Collection<String> names,
      Predicate<String> common) {
    String folded() {
      return password.text().toLowerCase(Locale.ROOT);
    }
  }

  private record Rule(PasswordFlaw flaw, Predicate<Candidate> broken) {}

  private static final List<Rule> RULES = List.of(
      new Rule(PasswordFlaw.TOO_SHORT, c -> c.password.length() < c.policy.minLength),
      new Rule(PasswordFlaw.TOO_LONG, c -> c.password.length() > c.policy.maxLength),
      new Rule(PasswordFlaw.REPEATED, c -> everyStep(c, step -> step == 0)),
      new Rule(
          PasswordFlaw.SEQUENCE,
          c -> everyStep(c, step -> step == 1) || everyStep(c, step -> step == -1)),
      new Rule(PasswordFlaw.CONTAINS_NAME, PasswordPolicy::containsName),
      new Rule(PasswordFlaw.COMMON, PasswordPolicy::common));

  /**
   * Refuses a password that breaks a rule, naming every rule it breaks.
   *
   * @param names the username and the address's local part, as far as there are any
   * @param common whether a word in lower case is on the list
   */
  public void judge(Password password, Collection<String> names, Predicate<String> common) {
    Candidate candidate = new Candidate(this, password, names, common);
    Set<PasswordFlaw> flaws = EnumSet.noneOf(PasswordFlaw.class);
    RULES.stream().filter(rule -> rule.broken.test(candidate)).map(Rule::flaw).forEach(flaws::add);
    if (!flaws.isEmpty()) {
      throw new Refusal.PasswordRejected(flaws, minLength, maxLength).thrown();
    }
  }

  private static boolean everyStep(Candidate candidate, IntPredicate wanted) {
    int[] points = candidate.folded().codePoints().toArray();
    for (int i = 1; i < points.length; i++) {
      if (!wanted.test(step(points[i - 1], points[i]))) {
        return false;
      }
    }
    return points.length > 1;
  }

  /** Digits go round: 9 is followed by 0. */
  private static int step(int from, int to) {
    if (from == '9' && to == '0') {
      return 1;
    }
    return from == '0' && to == '9' ? -1 : to - from;
  }

  private static boolean containsName(Candidate candidate) {
    String folded = candidate.folded();
    return candidate.names.stream()
        .filter(n -> n.length() >= SHORTEST_NAME)
        .anyMatch(n -> folded.contains(n.toLowerCase(Locale.ROOT)));
  }

  /** Looks up the whole, and whatever is left as digits and signs are dropped from its end; of a number signs only, or every other number would begin with a common one. */
  private static boolean common(Candidate candidate) {
    String word = candidate.folded();
    IntPredicate kept =
        word.codePoints().anyMatch(Character::isLetter) ? Character::isLetter : Character::isDigit;
    while (!word.isEmpty() && !candidate.common.test(word)) {
      int last = word.codePointBefore(word.length());
      if (kept.test(last)) {
        return false;
      }
      word = word.substring(0, word.length() - Character.charCount(last));
    }
    return !word.isEmpty();
  }
}
