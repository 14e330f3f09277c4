// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.io.IOException;
import org.pluginexecutor.server.shim.ZygoteMessage;

/** A zygote could not build the walls. */
final class NotReadyException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String layer;
  private final String remedy;

  NotReadyException(ZygoteMessage.NotReady why) {
    super(why.layer() + ": " + why.message());
    this.layer = why.layer();
    this.remedy = why.remedy();
  }

  private NotReadyException(String message, NotReadyException cause) {
    super(message, cause);
    this.layer = cause.layer;
    this.remedy = cause.remedy;
  }

  /** The same with the name of the runtime in front. */
  NotReadyException on(String runtime) {
    return new NotReadyException(runtime + ": " + getMessage(), this);
  }

  /** The wall that is missing. */
  String layer() {
    return layer;
  }

  /** What the operator can do. */
  String remedy() {
    return remedy;
  }
}
