package dev.gatehouse.http;

import java.util.List;

/** What only the embedded mode shows, on the machine itself. */
final class Development {
  private final Surroundings around;

  Development(Surroundings around) {
    this.around = around;
  }

  Answer home(Visit visit) {
    String base = "http://" + visit.header("Host").orElse("localhost");
    Page page = new Page("Gatehouse is running")
        .paragraph("Embedded mode: for development on this machine only.")
        .link("/docs", "the routes of the API")
        .link("/dev/mailbox", "the mails it has sent")
        .link("/health", "health")
        .link("/readiness", "readiness")
        .heading("Realms");
    around
        .settings()
        .realms()
        .forEach(door -> page.paragraph(door.realm().key() + ", issuer "
            + door.realm().issuer() + ", registration " + door.realm().registration()));
    return page.heading("Try it")
        .code(
            "curl -s " + base + "/api/v1/auth/register -H 'Content-Type: application/json' \\\n"
                + "  -d '{\"login\":\"alice\",\"password\":\"correct horse battery\",\"tos_accepted\":true}'")
        .code("curl -s " + base + "/api/v1/auth/login -H 'Content-Type: application/json' \\\n"
            + "  -d '{\"login_or_email\":\"alice\",\"password\":\"correct horse battery\"}'")
        .code("curl -s " + base + "/api/v1/auth/me -H \"Authorization: Bearer $ACCESS_TOKEN\"")
        .answer();
  }

  Answer mailbox(Visit visit) {
    Page page = new Page("Mailbox");
    List<HttpServer.Letter> letters = letters(visit);
    if (letters.isEmpty()) {
      page.paragraph("Nothing has been sent yet.");
    }
    letters.forEach(letter -> page.heading(letter.subject())
        .paragraph("to " + letter.to() + ", " + letter.purpose() + ", " + letter.locale() + ", "
            + letter.createdAt())
        .code(letter.text())
        .folded("HTML", letter.html()));
    return page.answer();
  }

  Answer mailboxJson(Visit visit) {
    return Answer.list(letters(visit));
  }

  private List<HttpServer.Letter> letters(Visit visit) {
    return around.neighbours().mailbox(visit.query("to").filter(to -> !to.isEmpty()));
  }
}
