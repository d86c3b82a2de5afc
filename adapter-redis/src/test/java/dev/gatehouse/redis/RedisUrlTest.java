package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.redis.Address.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.HostAndPort;

class RedisUrlTest {
  @Test
  void a_host_is_enough() {
    assertThat(RedisUrl.parse("redis://cache"))
        .isEqualTo(new Address(
            Kind.SINGLE,
            false,
            List.of(new HostAndPort("cache", 6379)),
            Login.NONE,
            Login.NONE,
            "",
            0));
  }

  @Test
  void user_password_port_and_database_are_read_and_decoded() {
    assertThat(RedisUrl.parse("rediss://gate:s%40c/r+t%25@[::1]:7000/3"))
        .isEqualTo(new Address(
            Kind.SINGLE,
            true,
            List.of(new HostAndPort("::1", 7000)),
            new Login(Optional.of("gate"), Optional.of("s@c/r+t%")),
            Login.NONE,
            "",
            3));
  }

  @Test
  void sentinels_have_a_master_and_a_login_of_their_own() {
    assertThat(RedisUrl.parse(
            "redis+sentinel://:secret@h1,h2:7/main.one/2?sentinel_user=s&sentinel_password=p%26q"))
        .isEqualTo(new Address(
            Kind.SENTINEL,
            false,
            List.of(new HostAndPort("h1", 26379), new HostAndPort("h2", 7)),
            new Login(Optional.empty(), Optional.of("secret")),
            new Login(Optional.of("s"), Optional.of("p&q")),
            "main.one",
            2));
  }

  @Test
  void a_cluster_is_found_by_any_of_its_nodes() {
    Address address = RedisUrl.parse("rediss+cluster://h1:1,h2/");

    assertThat(address.kind()).isEqualTo(Kind.CLUSTER);
    assertThat(address.tls()).isTrue();
    assertThat(address.hosts())
        .containsExactly(new HostAndPort("h1", 1), new HostAndPort("h2", 6379));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          topsecret                                         | begins with none of the schemes (9 characters)
          redis:topsecret@h                                 | begins with none of the schemes (17 characters)
          http://u:topsecret@h                              | begins with none of the schemes (20 characters)
          redis+sentinels://u:topsecret@h/m                 | begins with none of the schemes (33 characters)
          redis://                                          | names no host
          redis://u:topsecret@                              | names no host
          redis://:topsecret@/0                             | names no host
          redis+cluster://u:topsecret@h,,i                  | names no host
          redis://u:topsecret@:6379                         | names no host
          redis://topsecret@h                               | names a user and no password
          redis://topsecret:@h                              | names a user and no password
          redis://u:top%zzsecret@h                          | has a % that encodes nothing
          redis://u:p@h topsecret                           | has something as host 1 that is none
          redis://u:topsecret                               | has a port of host 1 that is no number up to 65535
          redis://u:p@h:65536                               | has a port of host 1 that is no number up to 65535
          redis+cluster://u:p@h:1,i:topsecret               | has a port of host 2 that is no number up to 65535
          redis+cluster://h:1,i:0                           | has 0 as the port of host 2
          redis://u:p@h,topsecret                           | names 2 hosts, which only sentinels and clusters have
          redis://u:p@h/topsecret                           | has a database that is no number up to 65535
          redis://u:p@h/0/topsecret                         | has 2 parts in its path, where 1 have a meaning
          redis+cluster://u:p@h/0                           | has 1 parts in its path, where 0 have a meaning
          redis+sentinel://u:topsecret@h                    | names no master behind the sentinels
          redis+sentinel://u:p@h/top!secret                 | has a master whose name is not of letters, digits, . _ -
          redis+sentinel://h/m?sentinel_user=topsecret      | names a user and no password
          redis+sentinel://h/m?topsecret=1                  | has a parameter that has no meaning
          redis+sentinel://h/m?topsecret                    | has a parameter without a value, or one twice
          redis://h?sentinel_password=topsecret             | has a parameter that has no meaning
          """)
  @DisplayName("[L40] a mistake says which part it is in, and quotes nothing")
  void a_mistake_says_which_part_it_is_in_and_quotes_nothing(String url, String mistake) {
    IllegalArgumentException thrown =
        catchThrowableOfType(IllegalArgumentException.class, () -> Redis.Settings.of(url));

    assertThat(thrown).hasMessage(mistake).hasNoCause();
    assertThat(mistake).doesNotContain("topsecret", "top secret", "secret@");
  }

  @Test
  @DisplayName("[L40] settings print neither user nor password")
  void settings_print_neither_user_nor_password() {
    String url = "redis+sentinel://gate:topsecret@h/m?sentinel_password=othersecret";

    assertThat(Redis.Settings.of(url) + " " + RedisUrl.parse(url)
            + RedisUrl.parse(url).login())
        .doesNotContain("topsecret", "othersecret", "gate:t");
  }
}
