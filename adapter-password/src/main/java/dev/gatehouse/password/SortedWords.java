package dev.gatehouse.password;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** A set of words in about a dozen bytes each, where a hash set of strings would take ninety: their UTF-8 bytes sorted, end to end. */
final class SortedWords {
  private final byte[] letters;
  private final int[] ends;

  SortedWords(Collection<String> words) {
    List<byte[]> sorted = words.stream()
        .distinct()
        .map(SortedWords::bytes)
        .sorted(Arrays::compareUnsigned)
        .toList();
    letters = new byte[sorted.stream().mapToInt(word -> word.length).sum()];
    ends = new int[sorted.size()];
    int end = 0;
    for (int i = 0; i < ends.length; i++) {
      byte[] word = sorted.get(i);
      System.arraycopy(word, 0, letters, end, word.length);
      end += word.length;
      ends[i] = end;
    }
  }

  int size() {
    return ends.length;
  }

  boolean contains(String word) {
    byte[] wanted = bytes(word);
    int low = 0;
    int high = ends.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order =
          Arrays.compareUnsigned(letters, start(middle), ends[middle], wanted, 0, wanted.length);
      if (order == 0) {
        return true;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return false;
  }

  private int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  private static byte[] bytes(String word) {
    return word.getBytes(StandardCharsets.UTF_8);
  }
}
