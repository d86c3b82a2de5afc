package dev.gatehouse.domain.account;

import static dev.gatehouse.domain.account.Role.ADMIN;
import static dev.gatehouse.domain.account.Role.FINANCE;
import static dev.gatehouse.domain.account.Role.OPERATOR;
import static dev.gatehouse.domain.account.Role.OWNER;
import static dev.gatehouse.domain.account.Role.PARTNER;
import static dev.gatehouse.domain.account.Role.SUPER_ADMIN;
import static dev.gatehouse.domain.account.Role.SUPPORT;
import static dev.gatehouse.domain.account.Role.USER;
import static dev.gatehouse.domain.account.Role.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.realm.RealmKind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RoleTest {
  private static final Set<Role> CUSTOMERS = EnumSet.of(USER, PARTNER);

  /** Who may assign which staff role: the matrix of the specification (Roles). */
  private static final Map<Role, Set<Role>> STAFF = Map.of(
      USER, EnumSet.noneOf(Role.class),
      PARTNER, EnumSet.noneOf(Role.class),
      VIEWER, EnumSet.noneOf(Role.class),
      SUPPORT, EnumSet.of(SUPPORT, VIEWER),
      FINANCE, EnumSet.of(FINANCE, VIEWER),
      OPERATOR, EnumSet.of(OPERATOR, SUPPORT, VIEWER),
      ADMIN, EnumSet.of(ADMIN, OPERATOR, FINANCE, SUPPORT, VIEWER),
      SUPER_ADMIN, EnumSet.of(SUPER_ADMIN, ADMIN, OPERATOR, FINANCE, SUPPORT, VIEWER),
      OWNER, EnumSet.of(OWNER, SUPER_ADMIN, ADMIN, OPERATOR, FINANCE, SUPPORT, VIEWER));

  private static boolean may(Role actor, Role other) {
    return STAFF.get(actor).contains(other);
  }

  @Test
  @DisplayName("[L18] who may assign which staff role is the matrix of the specification")
  void who_may_assign_which_staff_role_is_the_matrix_of_the_specification() {
    assertThat(STAFF).containsOnlyKeys(Role.values());
    for (Role actor : Role.values()) {
      for (Role other : Role.values()) {
        if (other.kind() == RealmKind.STAFF) {
          assertThat(actor.mayAssign(other))
              .as("%s gives %s", actor, other)
              .isEqualTo(may(actor, other));
        }
      }
    }
  }

  @Test
  @DisplayName("[L18] who looks after customers may act on them, finance and viewers may not")
  void who_looks_after_customers_may_act_on_them() {
    Set<Role> lookingAfterCustomers = EnumSet.of(SUPPORT, OPERATOR, ADMIN, SUPER_ADMIN, OWNER);
    for (Role actor : Role.values()) {
      for (Role customer : CUSTOMERS) {
        assertThat(actor.mayAssign(customer))
            .as("%s gives %s", actor, customer)
            .isEqualTo(lookingAfterCustomers.contains(actor));
      }
    }
  }

  @Test
  @DisplayName("[L18] a customer may give nothing to anybody")
  void a_customer_may_give_nothing_to_anybody() {
    for (Role customer : CUSTOMERS) {
      assertThat(Arrays.stream(Role.values()).filter(customer::mayAssign)).isEmpty();
    }
  }

  @Test
  @DisplayName("[L18] nobody gains a role by going through others")
  void nobody_gains_a_role_by_going_through_others() {
    for (Role actor : Role.values()) {
      Set<Role> reached = EnumSet.noneOf(Role.class);
      Arrays.stream(Role.values()).filter(actor::mayAssign).forEach(reached::add);
      for (Role given : reached) {
        assertThat(Arrays.stream(Role.values()).filter(given::mayAssign).toList())
            .as("what %s may give as %s", actor, given)
            .isSubsetOf(reached);
      }
    }
  }

  @Test
  @DisplayName("[L18] customers and staff never share a role")
  void customers_and_staff_never_share_a_role() {
    for (Role role : Role.values()) {
      assertThat(role.kind())
          .as(role.name())
          .isEqualTo(CUSTOMERS.contains(role) ? RealmKind.CUSTOMER : RealmKind.STAFF);
    }
  }
}
