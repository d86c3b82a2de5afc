package dev.gatehouse.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A plain page: one style, a script only where it says so, nothing from elsewhere. */
final class Page {
  private static final String STYLE = """
      :root{color-scheme:light dark}
      body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
      pre{overflow-x:auto;padding:.8rem;border:1px solid #8888;border-radius:.4rem;white-space:pre-wrap}
      code{font-family:ui-monospace,monospace}
      pre code{display:block;unicode-bidi:plaintext}
      details{margin:.4rem 0}
      summary{cursor:pointer}
      dt{font-weight:600}
      form label{display:block;margin:.8rem 0}
      button,input{font:inherit;padding:.4rem .8rem}
      """;
  private static final String POLICY = "default-src 'none'; style-src 'sha256-" + digest(STYLE)
      + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Pattern TEXT = Pattern.compile("\\{([A-Z_]+)}");

  /** What a form asks for beside a press; in braces are texts. */
  enum Part {
    NOTHING(""),
    TERMS("""
        <label id="terms" hidden><input id="accept" name="tos_accepted" type="checkbox"> {FIELD_TERMS}</label>
        """),
    NEW_PASSWORD("""
        <label>{FIELD_NEW_PASSWORD} <input id="word" name="new_password" type="password" autocomplete="new-password" required></label>
        """),
    REGISTRATION("""
        <label>{FIELD_LOGIN} <input id="login" name="login" autocomplete="username"></label>
        <label id="mailbox">{FIELD_EMAIL} <input id="email" name="email" type="email" autocomplete="email"></label>
        <label>{FIELD_PASSWORD} <input id="word" name="password" type="password" autocomplete="new-password" required></label>
        <label id="terms"><input id="accept" name="tos_accepted" type="checkbox"> {FIELD_TERMS}</label>
        <label id="code" hidden>{FIELD_CODE} <input id="digits" name="code" inputmode="numeric" autocomplete="one-time-code"></label>
        """),
    STAFF_REGISTRATION(REGISTRATION.markup.replace("type=\"email\"", "type=\"email\" required"));

    private final String markup;

    Part(String markup) {
      this.markup = markup;
    }
  }

  private static final HttpServer.Texts ENGLISH =
      new HttpServer.Texts(Locale.ENGLISH, false, (key, values) -> key);

  private final String title;
  private final HttpServer.Texts reader;
  private final StringBuilder body = new StringBuilder();

  /** In English. */
  Page(String title) {
    this(title, ENGLISH);
  }

  Page(String title, HttpServer.Texts reader) {
    this.title = title;
    this.reader = reader;
    body.append("<h1>").append(escaped(title)).append("</h1>\n");
  }

  /** Text is escaped; markup is this class's only. */
  Page paragraph(String text) {
    body.append("<p>").append(escaped(text)).append("</p>\n");
    return this;
  }

  Page heading(String text) {
    body.append("<h2>").append(escaped(text)).append("</h2>\n");
    return this;
  }

  Page code(String text) {
    body.append("<pre><code>").append(escaped(text)).append("</code></pre>\n");
    return this;
  }

  Page link(String to, String text) {
    body.append("<p><a href=\"").append(escaped(to)).append("\">").append(escaped(text));
    body.append("</a></p>\n");
    return this;
  }

  /** Shows its text when it is opened. */
  Page folded(String summary, String text) {
    body.append("<details><summary>").append(escaped(summary)).append("</summary>\n");
    code(text);
    body.append("</details>\n");
    return this;
  }

  /** What a script changes, and a reader is told of. */
  Page status(String text) {
    body.append("<p id=\"say\" role=\"status\">").append(escaped(text)).append("</p>\n");
    return this;
  }

  /** Sent by the script, to a place relative to the page; the secret of the link goes by that name, and the script speaks by these words. It ends with {@link #press}. */
  Page form(String to, String secret, String words) {
    body.append("<form id=\"form\" data-to=\"").append(escaped(to));
    body.append("\" data-as=\"").append(escaped(secret));
    body.append("\" data-words=\"").append(escaped(words)).append("\">\n");
    return this;
  }

  Page part(Part part, Function<PageText, String> texts) {
    body.append(TEXT.matcher(part.markup)
        .replaceAll(found ->
            Matcher.quoteReplacement(escaped(texts.apply(PageText.valueOf(found.group(1)))))));
    return this;
  }

  Page press(String press, String otherwise) {
    body.append("<button id=\"press\">").append(escaped(press));
    body.append("</button>\n</form>\n<noscript><p>").append(escaped(otherwise));
    body.append("</p></noscript>\n");
    return this;
  }

  /** With a script, which may speak to this host alone. */
  Answer answer(String script) {
    body.append("<script>").append(script).append("</script>\n");
    return answer()
        .header(
            "Content-Security-Policy",
            POLICY + "; script-src 'sha256-" + digest(script) + "'; connect-src 'self'");
  }

  Answer answer() {
    String html = "<!doctype html>\n<html lang=\"" + escaped(reader.language().toLanguageTag())
        + "\" dir=\"" + (reader.rightToLeft() ? "rtl" : "ltr")
        + "\">\n<head><meta charset=\"utf-8\">"
        + "<meta name=\"viewport\" content=\"width=device-width\"><title>" + escaped(title)
        + "</title><style>" + STYLE + "</style></head>\n<body>\n" + body + "</body>\n</html>\n";
    return Answer.content(Answer.HTML, html).header("Content-Security-Policy", POLICY);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String digest(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
