package dev.gatehouse.domain.identity;

import static dev.gatehouse.domain.Given.ACCOUNT;
import static dev.gatehouse.domain.Given.NOW;
import static dev.gatehouse.domain.Given.SHOP_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LinkedIdentityTest {
  private static final ProviderKey PROVIDER = new ProviderKey("provider");
  private static final ProviderKey OPENID = new ProviderKey("provider-openid");
  private static final Identity ONE = new Identity(PROVIDER, "4711");
  private static final Identity ALSO = new Identity(OPENID, "0815");
  private static final ProviderProfile PROFILE =
      new ProviderProfile(Optional.of("Ada"), Optional.empty(), Optional.empty());
  private static final LinkedIdentity BOTH = LinkedIdentity.of(
      ACCOUNT, SHOP_KEY, new ProvenIdentity(ONE, Optional.of(ALSO), PROFILE), NOW);
  private static final LinkedIdentity ALONE =
      LinkedIdentity.of(ACCOUNT, SHOP_KEY, ProvenIdentity.of(ONE, PROFILE), NOW);

  @Test
  void whoever_is_linked_now_was_linked_and_used_now() {
    assertThat(BOTH)
        .isEqualTo(new LinkedIdentity(ACCOUNT, SHOP_KEY, ONE, List.of(ALSO), PROFILE, NOW, NOW));
    assertThat(ALONE)
        .isEqualTo(new LinkedIdentity(ACCOUNT, SHOP_KEY, ONE, List.of(), PROFILE, NOW, NOW));
  }

  @Test
  @DisplayName("[L06] an identity is at the providers that call the person something, and no other")
  void it_is_at_the_providers_that_call_the_person_something() {
    assertThat(BOTH.at(PROVIDER)).isTrue();
    assertThat(BOTH.at(OPENID)).isTrue();
    assertThat(BOTH.at(new ProviderKey("other"))).isFalse();
    assertThat(ALONE.at(PROVIDER)).isTrue();
    assertThat(ALONE.at(OPENID)).isFalse();
  }

  @Test
  void what_is_joined_cannot_be_changed_afterwards() {
    List<Identity> joined = new ArrayList<>(List.of(ALSO));
    LinkedIdentity linked = new LinkedIdentity(ACCOUNT, SHOP_KEY, ONE, joined, PROFILE, NOW, NOW);
    joined.clear();
    assertThat(linked.joined()).containsExactly(ALSO);
  }

  @Test
  @DisplayName(
      "[L40] it prints whose it is and by whom, and not what the provider calls the person")
  void it_prints_whose_it_is_and_by_whom() {
    assertThat(BOTH).hasToString("LinkedIdentity[" + ACCOUNT + ", provider]");
  }
}
