package dev.gatehouse.http;

import dev.gatehouse.domain.refusal.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One line of the table from which routing, access, limits and both documents come.
 *
 * @param query the parameters behind the question mark
 * @param reply what a success looks like
 * @param problems the codes of what can go wrong here in particular; what can go wrong anywhere is not repeated
 * @param acts whether it does something although it is a {@code GET}: there is no {@code HEAD} of it then
 * @param discreet which answers could tell by their time whether an address is known, and so have a {@link Floor}
 */
record Route(
    Verb verb,
    String path,
    Access access,
    String summary,
    Fields body,
    List<Field> query,
    Reply reply,
    List<String> problems,
    boolean acts,
    Discreet discreet,
    Action action) {

  static final String MAGIC_LINK = "/magic-link";
  static final String RESET = "/reset";
  static final String REVERT = "/email/revert";
  static final String INVITATION = "/invitation";
  static final String BOT_LINK = "/bot-link";
  static final String SIGN_IN = "/sign-in";
  static final String SIGNED_IN = "/signed-in";
  static final String LINKED = "/linked";

  /** The pages to which mails, bots, providers and other sites lead: below the issuer of their realm. */
  private static final Set<String> LANDINGS =
      Set.of(MAGIC_LINK, RESET, REVERT, INVITATION, BOT_LINK, SIGN_IN, SIGNED_IN, LINKED);

  /**
   * What a success looks like.
   *
   * @param view the record that the body is, if it is JSON
   * @param list whether it is a list of them
   * @param conditional whether a client that has it already is only told so (RFC 9110, 13.1.2)
   * @param signsIn whether it may set a session's cookies though it has no body that could hold the tokens
   */
  record Reply(
      int status,
      String contentType,
      Optional<Class<? extends Record>> view,
      boolean list,
      boolean conditional,
      boolean signsIn) {
    private Reply(
        int status, String contentType, Optional<Class<? extends Record>> view, boolean list) {
      this(status, contentType, view, list, false, false);
    }

    static Reply json(int status, Class<? extends Record> view) {
      return new Reply(status, Answer.JSON, Optional.of(view), false);
    }

    static Reply jsonList(Class<? extends Record> view) {
      return new Reply(200, Answer.JSON, Optional.of(view), true);
    }

    static Reply content(String type) {
      return new Reply(200, type, Optional.empty(), false);
    }

    /** The content type without its parameters. */
    String mediaType() {
      return contentType.replaceAll(";.*", "");
    }

    Reply orNotModified() {
      return new Reply(status, contentType, view, list, true, signsIn);
    }

    static Reply nothing() {
      return new Reply(204, "", Optional.empty(), false);
    }

    /** Sends a browser on. */
    static Reply redirect() {
      return new Reply(302, "", Optional.empty(), false);
    }

    Reply signingIn() {
      return new Reply(status, contentType, view, list, conditional, true);
    }
  }

  Route {
    query = List.copyOf(query);
    problems = List.copyOf(problems);
  }

  static Route of(
      Verb verb, String path, Access access, String summary, Reply reply, Action action) {
    return new Route(
        verb,
        path,
        access,
        summary,
        Fields.NONE,
        List.of(),
        reply,
        List.of(),
        false,
        Discreet.NOTHING,
        action);
  }

  Route takes(Fields fields) {
    return new Route(
        verb, path, access, summary, fields, query, reply, problems, acts, discreet, action);
  }

  Route asks(Field... parameters) {
    return new Route(
        verb,
        path,
        access,
        summary,
        body,
        List.of(parameters),
        reply,
        problems,
        acts,
        discreet,
        action);
  }

  Route acting() {
    return new Route(
        verb, path, access, summary, body, query, reply, problems, true, discreet, action);
  }

  /** Whether a page may send it only from here or from a listed origin; a navigation comes from anywhere, and sees for itself what that means. */
  boolean forListedPages() {
    return !verb.safe() || (acts && reply.status() != 302);
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  final Route refuses(Class<? extends Refusal>... refusals) {
    return saying(Arrays.stream(refusals).map(RefusalTable::code).toList());
  }

  Route faults(Fault... faults) {
    return saying(Arrays.stream(faults).map(Enum::name).toList());
  }

  private Route saying(List<String> more) {
    List<String> all = new ArrayList<>(problems);
    all.addAll(more);
    return new Route(verb, path, access, summary, body, query, reply, all, acts, discreet, action);
  }

  /** Which answers come no earlier than the floor. */
  enum Discreet {
    NOTHING,
    /** Where a success tells that somebody is known anyway. */
    FAILURES,
    EVERYTHING;

    boolean holds(int status) {
      return this == EVERYTHING || (this == FAILURES && status >= 400);
    }
  }

  Route discreet(Discreet answers) {
    return new Route(
        verb, path, access, summary, body, query, reply, problems, acts, answers, action);
  }

  /** The same by another name, which older clients use. */
  Route at(String other) {
    return new Route(
        verb, other, access, summary, body, query, reply, problems, acts, discreet, action);
  }

  /** Whether it belongs to a realm, and so is also there below {@code /realms/{realm}}. */
  boolean ofRealm() {
    return path.startsWith("/api/") || path.startsWith("/.well-known/") || LANDINGS.contains(path);
  }

  List<String> paths() {
    return ofRealm() ? List.of(path, "/realms/{realm}" + path) : List.of(path);
  }
}
