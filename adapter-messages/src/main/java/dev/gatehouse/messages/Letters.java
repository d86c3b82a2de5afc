package dev.gatehouse.messages;

import dev.gatehouse.domain.mail.Mail;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/** Writes mails: the same parts as HTML and as plain text. */
final class Letters {
  private static final String TEMPLATE = "mail.jte";

  private final Catalogue catalogue;
  private final TemplateEngine html = engine(ContentType.Html, "dev.gatehouse.templates.html");
  private final TemplateEngine text = engine(ContentType.Plain, "dev.gatehouse.templates.text");

  Letters(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  private static TemplateEngine engine(ContentType type, String templates) {
    return TemplateEngine.createPrecompiled(null, type, Letters.class.getClassLoader(), templates);
  }

  IcuMessages.Letter of(Mail mail) {
    Parts parts = new Parts(mail, catalogue.nearest(mail.locale()));
    return new IcuMessages.Letter(
        parts.subject(), written(text, parts.named()).strip() + "\n", written(html, parts.named()));
  }

  private static String written(TemplateEngine engine, Map<String, Object> parts) {
    StringOutput output = new StringOutput();
    engine.render(TEMPLATE, parts, output);
    return output.toString();
  }
}
