// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.scrub;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds many texts at once, by the automaton of Aho and Corasick: the time it takes depends on the
 * length of what is searched alone, whatever a plugin returns and prints. Immutable once made.
 */
final class TextAutomaton {
  private static final int ROOT = 0;
  private static final int NONE = -1;
  private static final long FREE = -1;

  /** Edges by node and character, in a table that is searched from the place of their hash on. */
  private final long[] edges;

  private final int[] targets;
  private final int[] shorter;

  /** Length of the longest text that ends at a node. */
  private final int[] longest;

  private int nodes = 1;

  TextAutomaton(List<String> texts) {
    int most = 1 + texts.stream().mapToInt(String::length).sum();
    int size = Integer.highestOneBit(most) << 2;
    edges = new long[size];
    Arrays.fill(edges, FREE);
    targets = new int[size];
    shorter = new int[most];
    longest = new int[most];
    texts.forEach(this::add);
    link(texts);
  }

  private void add(String text) {
    int node = ROOT;
    for (int i = 0; i < text.length(); i++) {
      int place = place(node, text.charAt(i));
      if (edges[place] == FREE) {
        edges[place] = edge(node, text.charAt(i));
        targets[place] = nodes++;
      }
      node = targets[place];
    }
    longest[node] = text.length();
  }

  private static long edge(int node, char c) {
    return (long) node << Character.SIZE | c;
  }

  /** Where an edge is in the table, or would be. */
  private int place(int node, char c) {
    long edge = edge(node, c);
    long mixed = edge * 0x9E3779B97F4A7C15L;
    int place = (int) (mixed >>> Integer.SIZE) & edges.length - 1;
    while (edges[place] != FREE && edges[place] != edge) {
      place = place + 1 & edges.length - 1;
    }
    return place;
  }

  private int child(int node, char c) {
    int place = place(node, c);
    return edges[place] == FREE ? NONE : targets[place];
  }

  /** Tells each node where the search goes on when it ends there, the nodes near the root first. */
  private void link(List<String> texts) {
    var linked = new boolean[nodes];
    var longestFirst =
        texts.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
    var at = new int[longestFirst.size()];
    int longer = at.length;
    for (int depth = 0; ; depth++) {
      while (longer > 0 && longestFirst.get(longer - 1).length() <= depth) {
        longer--;
      }
      if (longer == 0) {
        return;
      }
      for (int t = 0; t < longer; t++) {
        int parent = at[t];
        char c = longestFirst.get(t).charAt(depth);
        at[t] = child(parent, c);
        if (!linked[at[t]]) {
          linked[at[t]] = true;
          link(parent, c, at[t]);
        }
      }
    }
  }

  private void link(int parent, char c, int node) {
    shorter[node] = parent == ROOT ? ROOT : next(shorter[parent], c);
    longest[node] = Math.max(longest[node], longest[shorter[node]]);
  }

  private int next(int from, char c) {
    int node = from;
    while (true) {
      int child = child(node, c);
      if (child != NONE) {
        return child;
      }
      if (node == ROOT) {
        return ROOT;
      }
      node = shorter[node];
    }
  }

  /** Tells of each character whether it belongs to one of the texts. */
  boolean[] marks(String searched) {
    var endingHere = new int[searched.length()];
    int node = ROOT;
    for (int i = 0; i < endingHere.length; i++) {
      node = next(node, searched.charAt(i));
      endingHere[i] = longest[node];
    }
    var marks = new boolean[endingHere.length];
    int left = 0;
    for (int i = endingHere.length - 1; i >= 0; i--) {
      left = Math.max(left - 1, endingHere[i]);
      marks[i] = left > 0;
    }
    return marks;
  }
}
