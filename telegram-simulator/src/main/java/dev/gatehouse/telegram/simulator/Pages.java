package dev.gatehouse.telegram.simulator;

import dev.gatehouse.telegram.simulator.TelegramSimulator.Person;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What browsers are shown; nothing on it comes from elsewhere, or is sent there. */
final class Pages {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
          + "frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action ";

  private Pages() {}

  static Answer file(String name) {
    String type =
        name.endsWith(".css") ? "text/css" : name.endsWith(".js") ? "text/javascript" : "text/html";
    return guarded(Answer.of(200, type + "; charset=utf-8", resource(name)), "'none'");
  }

  /** Asks who logs in; the form leads, over us, to wherever the client is. */
  static Answer consent(OpenId.Asked asked, String handle, List<Person> people) {
    String choices = people.stream().map(Pages::choice).collect(Collectors.joining());
    String page = resource("consent.html")
        .replace("{bot}", escaped(asked.bot().name()))
        .replace("{username}", escaped(asked.bot().username()))
        .replace("{scopes}", escaped(shared(asked)))
        .replace("{handle}", escaped(handle))
        .replace("{people}", choices);
    // browsers hold a form's policy against every step of where it leads
    return guarded(
        Answer.of(200, "text/html; charset=utf-8", page),
        "'self' http://127.0.0.1:* http://localhost:* https:");
  }

  private static Answer guarded(Answer answer, String formAction) {
    return answer.with("Content-Security-Policy", POLICY + formAction);
  }

  private static String shared(OpenId.Asked asked) {
    String known = asked.scopes().contains("phone")
        ? "your name, username, photo and telephone number"
        : "your name, username and photo";
    return asked.mayWrite() ? known + ", and may write to you" : known;
  }

  private static String choice(Person person) {
    return "<label class=\"choice\"><input type=\"radio\" name=\"person\" required value=\""
        + person.id()
        + "\"><span class=\"face face" + person.id() % 6 + "\" aria-hidden=\"true\">"
        + escaped(initial(person)) + "</span><span><b dir=\"auto\">" + escaped(name(person))
        + "</b>"
        + person
            .username()
            .map(name -> "<small dir=\"ltr\">@" + escaped(name) + "</small>")
            .orElse("")
        + "</span></label>";
  }

  private static String initial(Person person) {
    return Character.toString(person.firstName().codePointAt(0));
  }

  static String name(Person person) {
    return Optional.of(person.firstName())
        .map(first -> person.lastName().map(last -> first + " " + last).orElse(first))
        .orElseThrow();
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;")
        // or a name would be taken for a place to put something
        .replace("{", "&#123;");
  }

  private static String resource(String name) {
    try (InputStream in = Pages.class.getResourceAsStream(name)) {
      return new String(
          Optional.ofNullable(in)
              .orElseThrow(() -> new Refusal(404, "there is no such page"))
              .readAllBytes(),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
