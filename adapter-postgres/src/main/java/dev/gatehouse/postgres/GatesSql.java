package dev.gatehouse.postgres;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The one statement for an attempt at several gates: a chain in which each gate's counter is written only if the gate before let the
 * attempt pass, so rows are also locked in the gates' order. {@code passed_k} is one row if gate k was passed, and says whether the
 * attempt was the first in its counter.
 */
final class GatesSql {
  /**
   * Where the row is locked, judged and counted at once; a shut gate is left as it is. A free attempt shuts nothing, not even until its own
   * moment: others' clocks may be behind.
   */
  private static final String COUNT = """
      counted_# as (
        insert into gatehouse.lockouts as l (subject, source, counted, shut_until, forget_at)
        select :subject_#, :source_#, 1, :first_shut_#, :first_forget_# from %s
        on conflict (subject, source) do update set (counted, shut_until, forget_at) = (
          select n, until, greatest(until, :now + cast(:memory_# as interval))
          from (select case when l.forget_at > :now then l.counted + 1 else 1 end as n) as count,
            lateral (
              select case when n < :free_# then l.shut_until
                else :now + (cast(:rungs_# as interval[]))[least(n - :free_# + 1, :rungs_count_#)] end as until) as shut)
        where l.shut_until <= :now
        returning counted)""";

  private static final String PASSED = """
      passed_# as (select counted = 1 as first from counted_#)""";

  /** Whoever is no newcomer is not counted, but does not get through a shut gate either. */
  private static final String PASSED_OR_LET_BY = """
      passed_# as (
        select counted = 1 as first from counted_#
        union all
        select false from passed_@
        where not first and not exists (
          select from gatehouse.lockouts where subject = :subject_# and source = :source_# and shut_until > :now))""";

  private static final String STOPPED = """
      when not exists (select from passed_#) then #""";

  /** As it was when the statement began: too old if somebody else shut the gate meanwhile. */
  private static final String UNTIL = """
      when not exists (select from passed_#) then (
          select shut_until from gatehouse.lockouts where subject = :subject_# and source = :source_#)""";

  private GatesSql() {}

  /** @param newcomersOnly of each gate in turn */
  static String attempt(List<Boolean> newcomersOnly) {
    int gates = newcomersOnly.size();
    String chain = each(gates, k -> gate(k, newcomersOnly.get(k - 1)), ",\n");
    String counted =
        each(gates, k -> numbered("exists (select from counted_#) as counted_#", k), ", ");
    String stopped = each(gates, k -> numbered(STOPPED, k), "\n  ");
    String until = each(gates, k -> numbered(UNTIL, k), "\n  ");
    return "with passed_0 as (select false as first),\n%s\nselect %s,\n  case %s else 0 end as stopped,\n  case %s end as until"
        .formatted(chain, counted, stopped, until);
  }

  private static String gate(int number, boolean newcomersOnly) {
    String before = "passed_" + (number - 1) + (newcomersOnly ? " where first" : "");
    String passed = newcomersOnly ? PASSED_OR_LET_BY : PASSED;
    return numbered(COUNT.formatted(before) + ",\n" + passed, number);
  }

  private static String numbered(String sql, int number) {
    return sql.replace("#", Integer.toString(number)).replace("@", Integer.toString(number - 1));
  }

  private interface Part {
    String of(int number);
  }

  private static String each(int count, Part part, String separator) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(part::of)
        .collect(Collectors.joining(separator));
  }
}
