// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.telemetry;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** A meter for each constant of an enum, made ahead. Thread-safe as the meters are. */
public final class MeterPerConstant<E extends Enum<E>, M> {
  private final Map<E, M> meters;

  private MeterPerConstant(Map<E, M> meters) {
    this.meters = meters;
  }

  /** Makes them all. */
  public static <E extends Enum<E>, M> MeterPerConstant<E, M> of(
      Class<E> constants, Function<E, M> meter) {
    var meters = new EnumMap<E, M>(constants);
    for (var constant : constants.getEnumConstants()) {
      meters.put(constant, meter.apply(constant));
    }
    return new MeterPerConstant<>(meters);
  }

  public M of(E constant) {
    return Objects.requireNonNull(meters.get(constant));
  }
}
