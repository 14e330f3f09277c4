// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A contender that answers at once, and remembers what it was asked. Thread-safe. */
final class FakeContender implements Contender {
  private final String name;
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final boolean broken;
  private final double compilerShare;

  FakeContender(String name, boolean broken) {
    this(name, broken, 0);
  }

  FakeContender(String name, boolean broken, double compilerShare) {
    this.name = name;
    this.broken = broken;
    this.compilerShare = compilerShare;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void prepare(Workload workload) {}

  @Override
  public void call(Workload workload) throws IOException {
    calls.add(workload.name());
    if (broken && !workload.name().equals("held")) {
      throw new IOException("out of order");
    }
  }

  @Override
  public double compilerShare() {
    return compilerShare;
  }

  @Override
  public CpuTime cpuTime() {
    return new CpuTime(0, 0, calls.size());
  }

  @Override
  public Memory memory() {
    return new Memory(100, calls.size());
  }

  /** The plugins whose hooks were called. */
  List<String> calls() {
    return List.copyOf(calls);
  }

  @Override
  public void close() {}
}
