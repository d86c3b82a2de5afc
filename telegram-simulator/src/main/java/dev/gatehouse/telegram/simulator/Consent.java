package dev.gatehouse.telegram.simulator;

import dev.gatehouse.telegram.simulator.TelegramSimulator.Person;
import java.util.Map;
import java.util.Optional;

/** The provider's page: who logs in, and whether they agree. */
final class Consent {
  private final Cloud cloud;
  private final OpenId openId;

  Consent(Cloud cloud, OpenId openId) {
    this.cloud = cloud;
    this.openId = openId;
  }

  Answer answer(Request request) {
    try {
      return request.post() ? decide(request.form()) : ask(request.query());
    } catch (OpenId.SentBack back) {
      return Answer.redirect(back.location());
    }
  }

  private Answer ask(Map<String, String> query) {
    OpenId.Asked asked = openId.judge(query);
    return Pages.consent(asked, openId.keep(asked), cloud.people());
  }

  private Answer decide(Map<String, String> form) {
    OpenId.Asked asked = openId.kept(form.getOrDefault("handle", ""));
    if (!form.containsKey("agree")) {
      return Answer.redirect(OpenId.denied(asked));
    }
    Person person = Optional.ofNullable(form.get("person"))
        .flatMap(id -> cloud.people().stream()
            .filter(known -> String.valueOf(known.id()).equals(id))
            .findFirst())
        .orElseThrow(() -> new Refusal(400, "there is no such person"));
    return Answer.redirect(openId.agreed(asked, person));
  }
}
